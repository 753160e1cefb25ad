import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunRow } from "../../../core/contract/api";
import { defaultSettings } from "../../../core/contract/settings";
import { presetOf } from "../../../core/experiment/presets";
import type { Question } from "../../../core/lessons/check";
import { pageStore } from "./store";
import {
  LessonPlayer,
  type LessonHost,
} from "../../../renderer/lessons/LessonPlayer.svelte";
import { LessonShelf } from "../../../renderer/lessons/LessonShelf.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

const { spec } = presetOf("chebyshev");
const lesson = {
  edgeLab: 1,
  lesson: "Own",
  experiments: { network: "chebyshev" },
  stops: [
    { title: "One", text: "Look.", show: "run.loss", step: 5 },
    {
      title: "Two",
      text: "Do.",
      show: "design.model",
      task: {
        check: "run",
        ask: "Start it.",
        settings: [{ setting: "optimizer.stepSize", above: 0.2 }],
      },
    },
    { title: "Three", text: "Yours.", show: "run.sharpness", run: "mine" },
  ],
  exercise: {
    text: "Say.",
    answer: "So.",
    task: { check: "number", ask: "Step", expected: "crossingStep", hint: "H" },
  },
};

let rows: RunRow[];
let did: string[];
let host: LessonHost & { held: number | null };
beforeEach(() => {
  vi.stubGlobal("document", {
    querySelector: () => null,
    querySelectorAll: () => [],
  });
  vi.useFakeTimers({ now: 1000 });
  rows = [];
  did = [];
  host = {
    screen: "run",
    get rows() {
      return rows;
    },
    held: null,
    compared: 0,
    design: spec,
    go: (screen, id) => void did.push(`go ${screen} ${id}`),
    hold: (step) => void did.push(`hold ${step}`),
    reveal: (target) => void did.push(`reveal ${target}`),
    start: async (wanted) => {
      did.push(`start ${wanted.name}`);
      rows = [row(7, 0.2, 0), ...rows];
      return rows[0];
    },
    say: (words) => void did.push(`say ${words}`),
  };
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function row(id: number, stepSize: number, createdAt = 2000): RunRow {
  const optimizer = { ...spec.optimizer, stepSize };
  return rowOf(
    run({
      id,
      createdAt,
      status: "finished",
      spec: { ...spec, name: `Run ${id}`, optimizer },
      summary: { crossingStep: 991 },
    }),
  );
}

async function opened(store = pageStore()) {
  const fake = fakeLab();
  fake.answer("lessons.list", () => [
    { id: "own", text: JSON.stringify(lesson) },
  ]);
  const shelf = new LessonShelf(fake.lab);
  await shelf.load();
  return { player: new LessonPlayer(shelf, store, host), store, shelf };
}
const settle = () => vi.advanceTimersByTimeAsync(6000);

describe("LessonPlayer", () => {
  it("starts the run of a stop where there is none, goes to its step, and speaks afterwards", async () => {
    const { player } = await opened();
    player.play("own");
    await settle();
    expect(did).toEqual([
      `start ${spec.name}`,
      "go run 7",
      "hold 5",
      "reveal run.loss",
      "say One. Look.",
    ]);
    player.to(0);
    await settle();
    expect(did.filter((one) => one.startsWith("start"))).toHaveLength(1);
  });

  it("does not go back to a stop that was left while its run was started", async () => {
    const { player } = await opened();
    player.play("own");
    player.to(1);
    await settle();
    expect(did).toEqual([
      `start ${spec.name}`,
      "go design null",
      "reveal design.model",
      "say Two. Do.",
    ]);
  });

  it("takes a run of the archive with the same settings, whatever it is called", async () => {
    rows = [row(3, 0.2, 0), row(4, 0.3, 0)];
    const { player } = await opened();
    player.play("own");
    await settle();
    expect(did[0]).toBe("go run 3");
  });

  it("counts a run as the person's when it came later, and is none of the lesson", async () => {
    const { player } = await opened();
    player.play("own");
    player.to(1);
    rows = [row(3, 0.3, 999), row(4, 0.2)];
    player.watch();
    expect(player.isSolved(1)).toBe(false);
    rows = [row(5, 0.3), ...rows];
    player.watch();
    expect(player.isSolved(1)).toBe(true);
    player.to(2);
    await settle();
    expect(did).toContain("go run 5");
  });

  it("says so where the person has no run of their own yet", async () => {
    rows = [row(3, 0.2, 0)];
    const { player } = await opened();
    player.play("own");
    player.to(2);
    await settle();
    expect(player.missing).toBe("own");
    expect(did.some((one) => one.startsWith("start"))).toBe(false);
  });

  it("checks answers against the run, and keeps what was solved", async () => {
    rows = [row(3, 0.2, 0)];
    const { player, store } = await opened();
    player.play("own");
    player.to(3);
    await settle();
    const task = player.entry?.task as Question;
    player.answer(task, "990");
    expect(player.verdict).toBe("wrong");
    expect(player.isTold).toBe(false);
    player.answer(task, "991");
    expect(player.verdict).toBeNull();
    expect([player.isSolved(3), player.isTold]).toEqual([true, true]);

    const again = (await opened(store)).player;
    again.resume();
    await settle();
    expect([again.at, again.isSolved(3)]).toEqual([3, true]);
    again.restart("own");
    expect([again.at, again.isSolved(3)]).toEqual([0, false]);
    again.forget("own");
    expect([again.now, again.progressOf("own")]).toEqual([null, null]);
  });

  it("does not start a run by itself when the program is opened again", async () => {
    const store = pageStore({ lessons: { open: "own" } });
    const { player } = await opened(store);
    player.resume();
    await settle();
    expect(player.missing).toBe("lesson");
    expect(did).toEqual(["say One. Look."]);
    expect(player.progress.since).toBe(1000);
  });

  it("has nothing on screen for a lesson that is gone, or settings that are damaged", async () => {
    for (const lessons of [{ open: "gone" }, { open: 5, progress: [] }]) {
      const { player } = await opened(pageStore({ lessons }));
      player.resume();
      expect([player.now, player.entries]).toEqual([null, []]);
    }
    flushSync();
    expect(defaultSettings.lessons).toEqual({});
  });
});
