import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SeriesRequest, SeriesWindow } from "../../../core/contract/api";
import { LiveController } from "../../../renderer/screens/live/Controller.svelte";
import { spectrumColumns } from "../../../core/measurements/sharpness";
import { stepColumns } from "../../../core/measurements/steps";
import { testColumns } from "../../../core/measurements/test";
import { deferred, fakeLab, rowOf, run, series } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const crossing = {
  kind: "crossing",
  step: 20,
  value: 40,
  message: "Sharpness reached 2/η at step 20.",
} as const;

async function opened(detail = run()) {
  const fake = fakeLab();
  fake.answer("runs.open", () => detail);
  fake.answer("runs.readSeries", () => ({}));
  const live = new LiveController(fake.lab, 1);
  live.setWidth(700);
  await live.open();
  await vi.advanceTimersByTimeAsync(200);
  const queries = () =>
    fake.asked
      .filter(({ name }) => name === "runs.readSeries")
      .map(({ args }) => args[0] as SeriesRequest);
  return { fake, live, queries };
}

const grown = {
  runId: 1,
  rows: { steps: 30, spectrum: 3, test: 0 },
  events: [],
};

describe("curves", () => {
  it("are asked for at the width of the plot, both tables", async () => {
    const { queries } = await opened();
    expect(queries().map(({ table, pixels }) => [table, pixels])).toEqual([
      ["steps", 700],
      ["spectrum", 700],
    ]);
    expect(queries()[1].columns).toEqual([
      "lambda1",
      "lambda2",
      "residual1",
      "residual2",
      "converged",
      "certificate",
    ]);
  });

  it("of a chart are read while it is shown, and no longer after", async () => {
    const { fake, live, queries } = await opened(
      run({
        spec: {
          ...run().spec,
          measure: {
            sharpness: {
              every: 10,
              k: 4,
              midpoint: false,
              trace: false,
              gaussNewton: false,
              critical: false,
            },
            test: { every: 10 },
          },
        },
        columns: {
          steps: stepColumns({ hasAccuracy: true }).map(({ name }) => name),
          spectrum: spectrumColumns(4).map(({ name }) => name),
          test: testColumns(true).map(({ name }) => name),
        },
      }),
    );
    const last = (table: string) =>
      queries()
        .filter((query) => query.table === table)
        .at(-1)?.columns;
    expect(last("test")).toBeUndefined();
    expect(last("spectrum")).not.toContain("lambda3");
    fake.answer("runs.readSeries", ({ table }) =>
      table === "test"
        ? series([0, 10], { loss: [2, 1], accuracy: [0.1, 0.5] })
        : {},
    );
    for (const key of ["spectrum", "steps.gradNorm", "accuracy", "test"])
      live.showChart(key, true);
    await vi.advanceTimersByTimeAsync(200);
    expect(last("test")).toEqual(["loss", "accuracy"]);
    expect(last("spectrum")).toContain("lambda4");
    expect(last("steps")).toEqual(["loss", "accuracy", "gradNorm"]);
    expect(live.testReading("accuracy")).toEqual({ step: 10, value: 0.5 });
    live.showChart("steps.gradNorm", false);
    live.grew(grown);
    await vi.advanceTimersByTimeAsync(200);
    expect(last("steps")).not.toContain("gradNorm");
  });

  it("are not asked for before there is a width", async () => {
    const fake = fakeLab();
    fake.answer("runs.open", () => run());
    const live = new LiveController(fake.lab, 1);
    await live.open();
    await vi.advanceTimersByTimeAsync(500);
    expect(fake.asked.map(({ name }) => name)).toEqual(["runs.open"]);
  });

  it("grow with the run", async () => {
    const { fake, live } = await opened();
    fake.answer("runs.readSeries", ({ table }) =>
      table === "steps" ? series([0, 1], { loss: [2, 1] }) : {},
    );
    live.grew(grown);
    await vi.advanceTimersByTimeAsync(200);
    expect([...live.steps.loss.y]).toEqual([2, 1]);
    expect(live.run?.rows).toEqual(grown.rows);
  });

  it("are never asked for twice at a time, and the last growth is not lost", async () => {
    const { fake, live, queries } = await opened();
    const before = queries().length;
    const slow = deferred<SeriesWindow>();
    fake.answer("runs.readSeries", () => slow.promise);
    for (let i = 0; i < 20; i++) {
      live.grew(grown);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(queries().length - before).toBe(2);
    fake.answer("runs.readSeries", () => series([0], { loss: [0.5] }));
    slow.resolve(series([0], { loss: [9] }));
    await vi.advanceTimersByTimeAsync(200);
    expect(queries().length - before).toBe(4);
    expect([...live.steps.loss.y]).toEqual([0.5]);
  });

  it("come at most about ten times a second", async () => {
    const { live, queries } = await opened();
    const before = queries().length;
    for (let ms = 0; ms < 1000; ms += 10) {
      live.grew(grown);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect((queries().length - before) / 2).toBeLessThanOrEqual(11);
    expect((queries().length - before) / 2).toBeGreaterThanOrEqual(9);
  });

  it("of a closed screen are dropped", async () => {
    const { fake, live } = await opened();
    const slow = deferred<SeriesWindow>();
    fake.answer("runs.readSeries", () => slow.promise);
    live.grew(grown);
    await vi.advanceTimersByTimeAsync(100);
    live.close();
    slow.resolve(series([0], { loss: [9] }));
    await vi.advanceTimersByTimeAsync(500);
    expect(live.steps.loss).toBeUndefined();
  });

  it("that cannot be read are complained of until they can", async () => {
    const { fake, live } = await opened();
    const error = { code: "archive", message: "The disk is gone." } as const;
    fake.refuse("runs.readSeries", error);
    live.grew(grown);
    await vi.advanceTimersByTimeAsync(200);
    expect(live.curves.task.failure).toEqual(error);
    fake.answer("runs.readSeries", () => ({}));
    live.grew(grown);
    await vi.advanceTimersByTimeAsync(200);
    expect(live.curves.task.failure).toBeNull();
  });
});

describe("the run", () => {
  it("keeps what it heard while it was on its way", async () => {
    const fake = fakeLab();
    const slow = deferred<ReturnType<typeof run>>();
    fake.answer("runs.open", () => slow.promise);
    const live = new LiveController(fake.lab, 1);
    const opening = live.open();
    live.grew({ ...grown, events: [crossing] });
    void live.changed(rowOf(run({ summary: { step: 30 } })));
    slow.resolve(run({ summary: { step: 10 } }));
    await opening;
    expect(live.run?.summary.step).toBe(30);
    expect(live.run?.events).toEqual([crossing]);
  });

  it("has each event once, in order", async () => {
    const first = { ...crossing, kind: "loss-target", step: 5 } as const;
    const { live } = await opened(run({ events: [crossing] }));
    live.grew({ ...grown, events: [crossing] });
    live.grew({ ...grown, events: [first] });
    expect(live.run?.events).toEqual([first, crossing]);
  });

  it("that fails is asked why", async () => {
    const { fake, live } = await opened();
    const error = { code: "engine", message: "Out of memory." } as const;
    fake.answer("runs.open", () => run({ status: "failed", error }));
    await live.changed(rowOf(run({ status: "failed" })));
    expect(live.run?.error).toEqual(error);
  });

  it("that cannot be opened says why", async () => {
    const fake = fakeLab();
    const error = { code: "not-found", message: "There is no run 1." } as const;
    fake.refuse("runs.open", error);
    const live = new LiveController(fake.lab, 1);
    await live.open();
    expect(live.opening.failure).toEqual(error);
  });

  it("tells the time left while it runs, and not while it waits", async () => {
    const { live } = await opened(run({ summary: { step: 100, seconds: 10 } }));
    await live.changed(rowOf(run({ summary: { step: 200, seconds: 30 } })));
    expect(live.left).toBeCloseTo(60);
    await live.changed(
      rowOf(run({ status: "paused", summary: { step: 200, seconds: 30 } })),
    );
    expect(live.left).toBeNull();
  });

  it("keeps its name when main does not take the new one", async () => {
    const { fake, live } = await opened();
    const error = { code: "bad-request", message: "Too long." } as const;
    fake.refuse("runs.change", error);
    expect(await live.rename("x")).toEqual(error);
    expect(live.run?.name).toBe("MNIST-5k tanh");
    fake.answer("runs.change", (_, { name = "" }) => rowOf(run({ name })));
    expect(await live.rename("Better")).toBeNull();
    expect(live.run?.name).toBe("Better");
  });

  it("keeps a complaint about a command until the next one", async () => {
    const { fake, live } = await opened();
    fake.refuse("runs.pause", {
      code: "engine",
      message: "It does not answer.",
    });
    await live.pause();
    live.grew(grown);
    await vi.advanceTimersByTimeAsync(500);
    expect(live.command.failure?.message).toBe("It does not answer.");
    fake.answer("runs.pause", () => undefined);
    await live.pause();
    expect(live.command.failure).toBeNull();
  });
});

describe("reading", () => {
  it("gives the latest row until a step is chosen", async () => {
    const { fake, live } = await opened();
    fake.answer("runs.readSeries", () =>
      series([0, 10], { lambda1: [34, 41], loss: [2, 1] }),
    );
    live.grew(grown);
    await vi.advanceTimersByTimeAsync(200);
    expect(live.measurement()?.step).toBe(10);
    live.read(3);
    expect(live.measurement()?.step).toBe(0);
    expect(live.measurement()?.values.lambda1).toBe(34);
  });

  it("fetches the row where the window lacks a part of it", async () => {
    const { fake, live, queries } = await opened();
    fake.answer("runs.readSeries", ({ from }) =>
      from === 10
        ? series([10], {
            lambda1: [41],
            lambda2: [22],
            residual1: [0.1],
            residual2: [0.1],
            converged: [1],
          })
        : series([0, 10], { lambda1: [34, 41] }),
    );
    live.grew(grown);
    await vi.advanceTimersByTimeAsync(200);
    live.read(9);
    await vi.advanceTimersByTimeAsync(200);
    expect(live.measurement()?.values.lambda2).toBe(22);
    const exact = queries().filter(({ from }) => from !== undefined);
    expect(exact.length).toBeGreaterThan(0);
    expect(exact.every(({ from, to }) => from === 10 && to === 10)).toBe(true);
  });

  it("goes on from the checkpoint of a run that ended early", async () => {
    const fake = fakeLab();
    const stopped = run({ status: "stopped", checkpointStep: 40 });
    fake.answer("runs.open", () => stopped);
    fake.answer("runs.readSeries", () => ({}));
    const live = new LiveController(fake.lab, 1);
    await live.open();
    fake.answer("queue.continue", () => rowOf(run()));
    fake.answer("runs.open", () => run());
    await live.continue();
    expect(fake.asked.map(({ name }) => name)).toEqual([
      "runs.open",
      "queue.continue",
      "runs.open",
    ]);
    expect(live.run?.status).toBe("running");
    fake.refuse("queue.continue", { code: "busy", message: "Another run." });
    await live.continue();
    expect(live.command.failure?.message).toBe("Another run.");
  });
});
