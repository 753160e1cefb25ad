import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { StudyProgress } from "../../../core/contract/studies";
import { defaultSettings } from "../../../core/contract/settings";
import { Toasts } from "../../../renderer/lib/toasts.svelte";
import { Preferences } from "../../../renderer/Preferences.svelte";
import { pause, Studies } from "../../../renderer/studies/Studies.svelte";
import { deferred, fakeLab, type FakeLab } from "../fake-lab";

const progress: StudyProgress = {
  study: "Step sizes",
  ...{ runs: 40, finished: 12, running: 3, waiting: 24, failed: 1 },
};
const collected = {
  folder: "/s/a",
  study: "Step sizes",
  ...{ total: 40, added: 38, known: 0, problems: [] as string[] },
  groupId: 7,
  wasCancelled: false,
};

let fake: FakeLab;
let toasts: Toasts;
let shown: number[];
let studies: Studies;
beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  fake = fakeLab();
  fake.answer("settings.save", () => defaultSettings);
  fake.answer("studies.status", () => progress);
  toasts = new Toasts(fake.lab);
  shown = [];
  studies = new Studies(fake.lab, {
    preferences: new Preferences(fake.lab),
    toasts,
    collected: async (groupId) => void shown.push(groupId),
  });
});

const words = () => toasts.list.map(({ words }) => words);
const looks = () =>
  fake.asked.filter(({ name }) => name === "studies.status").length;

describe("Studies", () => {
  it("remembers folders, the last one first, and forgets them", async () => {
    studies.add("/s/a");
    studies.add("/s/b");
    studies.add("/s/a");
    expect(studies.known.map(({ folder }) => folder)).toEqual(["/s/a", "/s/b"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(studies.known[0]).toEqual({
      folder: "/s/a",
      progress,
      trouble: null,
    });
    expect(fake.asked).toContainEqual({
      name: "settings.save",
      args: [{ studies: ["/s/a"] }],
    });
    studies.forget("/s/a");
    expect(studies.known.map(({ folder }) => folder)).toEqual(["/s/b"]);
  });

  it("looks every 15 s while the window is visible", async () => {
    studies.add("/s/a");
    await vi.advanceTimersByTimeAsync(10);
    expect(looks()).toBe(1);
    const page = { visibilityState: "visible" };
    vi.stubGlobal("document", page);
    onTestFinished(() => void vi.unstubAllGlobals());
    const stop = studies.watch();
    await vi.advanceTimersByTimeAsync(2 * pause);
    const before = looks();
    expect(before).toBeGreaterThanOrEqual(3);
    page.visibilityState = "hidden";
    await vi.advanceTimersByTimeAsync(3 * pause);
    expect(looks()).toBe(before);
    page.visibilityState = "visible";
    await vi.advanceTimersByTimeAsync(pause);
    expect(looks()).toBe(before + 1);
    stop();
    await vi.advanceTimersByTimeAsync(3 * pause);
    expect(looks()).toBe(before + 1);
  });

  it("says that a folder cannot be read, or does not answer, and asks it once at a time", async () => {
    const error = { code: "file" as const, message: "It is gone." };
    fake.refuse("studies.status", error);
    studies.add("/s/a");
    await vi.advanceTimersByTimeAsync(0);
    expect(studies.known[0].trouble).toBe("It is gone.");
    const answer = deferred<StudyProgress>();
    fake.answer("studies.status", () => answer.promise);
    studies.add("/s/b");
    const before = looks();
    await vi.advanceTimersByTimeAsync(pause);
    expect(studies.known[0].trouble).toBe("The folder does not answer.");
    studies.add("/s/b");
    expect(looks()).toBe(before);
    answer.resolve(progress);
    await vi.advanceTimersByTimeAsync(0);
    expect(studies.known[0]).toMatchObject({ progress, trouble: null });
  });

  it("leaves a slow folder alone for longer", async () => {
    const answer = deferred<StudyProgress>();
    fake.answer("studies.status", () => answer.promise);
    studies.add("/s/a");
    await vi.advanceTimersByTimeAsync(10_000);
    answer.resolve(progress);
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(90_000);
    await studies.look();
    expect(looks()).toBe(1);
    await vi.advanceTimersByTimeAsync(11_000);
    await studies.look();
    expect(looks()).toBe(2);
  });

  it("collects, shows what came and says it", async () => {
    fake.answer("studies.collect", () => collected);
    await studies.collect();
    expect(shown).toEqual([7]);
    expect(words()).toEqual([
      "Step sizes: 38 of 40 runs were added to the archive, 2 are not finished.",
    ]);
    expect(studies.known[0].folder).toBe("/s/a");
    fake.answer("studies.collect", () => ({
      ...collected,
      ...{ added: 0, known: 39, problems: ["a.", "b.", "c.", "d."] },
    }));
    await studies.collect("/s/a");
    expect(shown).toEqual([7]);
    expect(words().slice(1)).toEqual([
      "Step sizes: 0 of 40 runs were added to the archive, 39 were there, 1 is not finished.",
      "a. b. c. And 1 more problem.",
    ]);
  });

  it("says that it was cancelled, or why it failed", async () => {
    fake.answer("studies.collect", () => ({
      ...collected,
      wasCancelled: true,
    }));
    await studies.collect("/s/a");
    expect(words()).toEqual([
      "Step sizes: you cancelled the collection. 38 runs were added to the archive before that.",
    ]);
    fake.refuse("studies.collect", { code: "file", message: "No study." });
    await studies.collect("/s/b");
    expect(toasts.list.at(-1)).toMatchObject({
      kind: "problem",
      words: "No study.",
    });
    fake.answer("studies.collect", () => null);
    await studies.collect();
    expect(words()).toHaveLength(2);
  });

  it("asks for one collection at a time and follows how far it is", async () => {
    const answer = deferred<null>();
    fake.answer("studies.collect", () => answer.promise);
    const first = studies.collect();
    await studies.collect();
    const asked = fake.asked.filter(({ name }) => name === "studies.collect");
    expect(asked).toHaveLength(1);
    studies.progressed({ folder: "/s/a", share: 0.25 });
    expect(studies.collecting).toEqual({ folder: "/s/a", share: 0.25 });
    fake.answer("studies.cancel", () => undefined);
    await studies.cancel();
    studies.progressed({ folder: "/s/a", share: null });
    expect(studies.collecting).toBeNull();
    answer.resolve(null);
    await first;
  });
});
