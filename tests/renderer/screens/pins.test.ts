import { describe, expect, it, vi } from "vitest";
import type { Pin } from "../../../core/run/organise";
import { lossPicture } from "../../../renderer/pictures/run-pictures";
import { LiveController } from "../../../renderer/screens/live/Controller.svelte";
import type { Pins } from "../../../renderer/screens/live/Pins.svelte";
import { figureOfCharts } from "../../../renderer/screens/live/figures";
import { fakeLab, run, series } from "../fake-lab";

const pin = (id: string, step: number, chart: Pin["chart"] = "loss"): Pin => ({
  id,
  chart,
  step,
  value: 1 / (step + 1),
  text: `at ${step}`,
});

async function opened(pins: Pin[] = []) {
  const fake = fakeLab();
  fake.answer("runs.open", () => run({ status: "finished", pins }));
  const windows = {
    steps: series([0, 1, 2], {
      loss: [1, 0.5, 0.25],
      directional: [3, 4, NaN],
    }),
    spectrum: series([0, 2], { lambda1: [10, 20] }),
    test: {},
    batch: {},
    batchSteps: {},
  };
  fake.answer("runs.readSeries", ({ table }) => windows[table]);
  fake.answer("runs.setPins", () => undefined);
  const live = new LiveController(fake.lab, 1);
  live.setWidth(700);
  await live.open();
  await vi.waitFor(() => expect(live.steps).toBe(windows.steps));
  const stored = () =>
    fake.asked.findLast(({ name }) => name === "runs.setPins")
      ?.args[1] as Pin[];
  return { fake, live, pins: live.pins, stored };
}

function write({ draft }: Pins, text: string) {
  if (!draft) throw new Error("No note is being written.");
  draft.text = text;
}

describe("a new note", () => {
  it("sits on the value at the step being read, in the chart last looked at", async () => {
    const { live, pins, stored } = await opened();
    live.read(1, "curvature");
    live.read(null);
    live.read(1, "loss");
    pins.begin();
    expect(pins.draft).toMatchObject({ chart: "loss", step: 1, value: 0.5 });
    write(pins, "  halved ");
    await pins.save();
    expect(stored()).toMatchObject([{ step: 1, value: 0.5, text: "halved" }]);
    expect(pins.draft).toBeNull();
    expect(pins.of("loss")).toEqual([{ x: 1, y: 0.5, label: "1" }]);
    expect(pins.of("sharpness")).toEqual([]);
  });

  it("sits on the nearest measurement in the chart of sharpness", async () => {
    const { live, pins } = await opened();
    live.hold(1);
    pins.begin("sharpness");
    expect(pins.draft).toMatchObject({ step: 0, value: 10 });
  });

  it("is not begun where nothing was recorded", async () => {
    const { live, pins } = await opened();
    live.hold(2);
    pins.begin("curvature");
    expect(pins.draft).toMatchObject({ step: 1, value: 4 });
    pins.cancel();
    live.curves.whole = {
      steps: {},
      spectrum: {},
      test: {},
      batch: {},
      batchSteps: {},
    };
    pins.begin("curvature");
    expect(pins.draft).toBeNull();
  });

  it("stays on screen with the reason when the archive does not take it", async () => {
    const { fake, pins } = await opened();
    fake.refuse("runs.setPins", {
      code: "archive",
      message: "The disk is full.",
    });
    pins.begin("loss");
    write(pins, "x");
    await pins.save();
    expect(pins.task.failure?.message).toBe("The disk is full.");
    expect(pins.draft?.text).toBe("x");
  });
});

it("notes are numbered by step over all charts", async () => {
  const { pins } = await opened([
    pin("b", 30),
    pin("a", 10, "sharpness"),
    pin("c", 20),
  ]);
  expect(pins.all.map(({ id }) => id)).toEqual(["a", "c", "b"]);
  expect(pins.of("loss").map(({ label }) => label)).toEqual(["2", "3"]);
});

it("a note is written anew, removed, and taken back", async () => {
  const { pins, stored } = await opened([pin("a", 10), pin("b", 20)]);
  pins.edit(pins.all[1]);
  expect(pins.editing?.id).toBe("b");
  write(pins, "new");
  await pins.save();
  expect(stored().map(({ text }) => text)).toEqual(["at 10", "new"]);
  await pins.remove(pins.all[0]);
  expect(stored().map(({ id }) => id)).toEqual(["b"]);
  await pins.undo();
  expect(pins.all.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(pins.removed).toBeNull();
});

it("a figure carries the notes of its chart by number", async () => {
  const { live, pins } = await opened([
    pin("a", 1),
    pin("b", 2, "sharpness"),
    pin("c", 2),
  ]);
  const model = { ...lossPicture(run(), live.steps), pins: pins.of("loss") };
  const chart = { title: "Loss", summary: "Falls.", model };
  const figure = figureOfCharts([chart], run(), pins.all, "1.2");
  expect(figure.caption).toBe("Falls. (1) Step 1: at 1 (3) Step 2: at 2");
  expect(figure.stamp.at(-1)).toBe("Edge Lab 1.2");
});
