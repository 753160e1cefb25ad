import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { SeriesRequest } from "../../../core/contract/api";
import { LiveController } from "../../../renderer/screens/live/Controller.svelte";
import { Look } from "../../../renderer/screens/live/Look.svelte";
import { fakeLab, run, series } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A run of 1,000 steps of which the whole has every tenth, and a window every step. */
async function opened(look = new Look()) {
  const fake = fakeLab();
  fake.answer("runs.open", () =>
    run({ status: "finished", summary: { step: 1000 } }),
  );
  fake.answer("runs.readSeries", ({ table, from = 0, to = 1000 }) => {
    const every = from === 0 && to === 1000 ? 10 : 1;
    const steps: number[] = [];
    for (let step = from; step <= to; step += every) steps.push(step);
    const column = steps.map((step) => step + 0.5);
    return series(
      steps,
      table === "steps" ? { loss: column } : { lambda1: column },
    );
  });
  const live = new LiveController(fake.lab, 1, look);
  live.setWidth(700);
  await live.open();
  await vi.advanceTimersByTimeAsync(500);
  const queries = (table: string) =>
    fake.asked
      .filter(({ name }) => name === "runs.readSeries")
      .map(({ args }) => args[0] as SeriesRequest)
      .filter((request) => request.table === table);
  return { fake, live, queries };
}

it("a window is drawn at once from what is there, and then finer", async () => {
  const { live, queries } = await opened();
  live.zoom({ min: 200, max: 240 });
  // With the row before it, from which the line comes.
  expect([...live.steps.loss.x]).toEqual([190, 200, 210, 220, 230, 240]);
  await vi.advanceTimersByTimeAsync(500);
  expect([...live.steps.loss.x]).toEqual(
    Array.from({ length: 42 }, (_, i) => 199 + i),
  );
  expect([...live.spectrum.lambda1.x].at(-1)).toBe(240);
  // Wider than what is drawn, so that a small move finds it there.
  expect(queries("steps").at(-1)).toMatchObject({
    from: 170,
    to: 260,
    pixels: 1400,
  });
});

it("a window that is dragged is read only now and then, at its last place in the end", async () => {
  const { live, queries } = await opened();
  const before = queries("steps").length;
  for (let i = 0; i < 50; i++) {
    live.zoom({ min: 200 + i, max: 240 + i });
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(500);
  expect(queries("steps").length - before).toBeLessThanOrEqual(5);
  expect(queries("steps").at(-1)?.from).toBeLessThanOrEqual(249);
  expect(queries("steps").at(-1)?.to).toBeGreaterThanOrEqual(289);
  expect(live.steps.loss.x[0]).toBe(248);
});

it("values are read finely inside the window, and from the whole run outside it", async () => {
  const { live } = await opened();
  live.zoom({ min: 200, max: 240 });
  await vi.advanceTimersByTimeAsync(500);
  live.read(213);
  expect(live.stepReading("loss")).toEqual({ step: 213, value: 213.5 });
  live.read(null);
  // The latest, which the gauge shows, is not the last one in the window.
  expect(live.measurement()?.step).toBe(1000);
  expect(live.stepReading("loss")).toEqual({ step: 1000, value: 1000.5 });
});

it("a step that is gone to is brought into the window, which keeps its width", async () => {
  const { live } = await opened();
  live.zoom({ min: 200, max: 240 });
  live.hold(230);
  expect(live.look.window).toEqual({ min: 200, max: 240 });
  live.hold(600);
  expect(live.look.window).toEqual({ min: 580, max: 620 });
  live.hold(990);
  expect(live.look.window).toEqual({ min: 960, max: 1000 });
  live.hold(3);
  expect(live.look.window).toEqual({ min: 0, max: 40 });
  live.zoom(null);
  live.hold(600);
  expect(live.look.window).toBeNull();
});

it("a page that is opened again reads its window", async () => {
  const look = new Look();
  look.window = { min: 200, max: 240 };
  const { live } = await opened(look);
  expect(live.steps.loss.x).toHaveLength(42);
});

it("one chart always stays, and each choice holds for all runs", async () => {
  const { live, fake } = await opened();
  live.showChart("loss", false);
  live.showChart("sharpness", false);
  expect(live.shown.map(({ key }) => key)).toEqual(["sharpness"]);
  live.showChart("curvature", true);
  const other = new LiveController(fake.lab, 2, new Look(live.look.page));
  await other.open();
  expect(other.shown.map(({ key }) => key)).toEqual(["sharpness", "curvature"]);
});
