/** The queue through the requests of the window: real archive and supervisor, a fake engine process. */
import { dirname } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { received, type LabEvents, type RunRow } from "../../core/contract/api";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { Kernels } from "../../core/run/kernels";
import { Archive } from "../../main/archive/archive";
import { openArchive } from "../../main/archive/open";
import { ArchiveKeeper } from "../../main/archive-keeper";
import { OpenedFiles } from "../../main/files/opened-files";
import { makeHandlers } from "../../main/handlers";
import { SessionMark } from "../../main/session-mark";
import { SettingsFile } from "../../main/settings";
import { engine, spec, summaryAt, temporaryPath } from "./archive/helpers";
import { batchReport, endedReport, FakeChild } from "./engine/fake-child";

async function setUp(path?: string) {
  const archivePath = path ?? (await temporaryPath());
  const children: FakeChild[] = [];
  const events: [keyof LabEvents, unknown][] = [];
  const errors: unknown[] = [];
  const kernels: (Kernels | null)[] = [];
  const emptied: number[] = [];
  const themes: string[] = [];
  const keeper = new ArchiveKeeper({
    version: "1.2.3",
    archivePath,
    fork: (wanted) => {
      kernels.push(wanted);
      const child = new FakeChild();
      children.push(child);
      queueMicrotask(() => child.ready());
      return child;
    },
    dialogs: { save: async () => null, open: async () => [] },
    chooseFolder: async () => null,
    about: async () => ({ versions: [], licences: [] }),
    printReport: async () => new TextEncoder().encode("%PDF"),
    printFigure: async () => new TextEncoder().encode("%PDF"),
    clipboard: { write: async () => true, hasPicture: async () => true },
    settings: new SettingsFile(dirname(archivePath)),
    settingsChanged: ({ theme }) => void themes.push(theme),
    announce: (event, payload) => void events.push([event, payload]),
    onError: (error) => errors.push(error),
    queueEmptied: (runs) => emptied.push(runs),
    mark: new SessionMark(dirname(archivePath)),
    startAnew: () => undefined,
    showFile: () => undefined,
    openedFiles: new OpenedFiles(),
  });
  const lab = () => keeper.lab();
  const handlers = makeHandlers(keeper, (error) => errors.push(error));
  /** Closes the lab as the program does at its end. */
  const close = async () => {
    for (const child of children) child.exit(1);
    await keeper.close();
  };
  let isClosed = false;
  onTestFinished(async () => {
    if (!isClosed) await close();
  });
  await lab();
  const queue = () =>
    events.findLast(([event]) => event === "queueChanged")?.[1] as
      LabEvents["queueChanged"] | undefined;
  return {
    archivePath,
    handlers,
    children,
    events,
    errors,
    kernels,
    emptied,
    themes,
    queue,
    close: () => {
      isClosed = true;
      return close();
    },
    /** Runs that the engine processes were told to start, in order. */
    started: () =>
      children.flatMap(({ commands }) =>
        commands.flatMap((c) => (c.type === "start" ? [c.runId] : [])),
      ),
    status: async () => {
      const reply = received(await handlers["runs.list"]([]));
      if (!reply.ok) throw new Error(reply.error.message);
      return Object.fromEntries(
        reply.value.map(({ id, status }) => [id, status]),
      );
    },
    enqueue: async (count: number, group: string | null = null) => {
      const specs: ExperimentSpec[] = Array.from({ length: count }, () => spec);
      const reply = await handlers["queue.enqueue"]([specs, group]);
      if (!reply.ok) throw new Error(reply.error.message);
      return reply.value;
    },
    /** The engine says that a run is done. */
    finish: (id: number) =>
      children
        .findLast(({ commands }) =>
          commands.some((c) => c.type === "start" && c.runId === id),
        )
        ?.says(endedReport(id, summaryAt(9))),
  };
}

/** Waits until something holds; fails after two seconds. */
async function until(holds: () => unknown) {
  for (let i = 0; i < 200; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("It did not happen.");
}

/** Does something once, between the archive's taking a run out of the queue and its beginning. */
function whenTaken(work: () => Promise<void>) {
  const spy = vi.spyOn(Archive.prototype, "takeNext");
  spy.mockImplementationOnce(async function (this: Archive) {
    spy.mockRestore();
    const run = await this.takeNext();
    if (run) await work();
    else whenTaken(work);
    return run;
  });
}

const places = (rows: RunRow[]) =>
  rows.map(({ id, status, position }) => [id, status, position]);

describe("several engines", () => {
  it("work on several runs, and the queue goes on with each end", async () => {
    const { handlers, enqueue, finish, queue, children, emptied } =
      await setUp();
    await handlers["settings.save"]([{ engines: 2 }]);
    expect((await enqueue(4)).map(({ status }) => status)).toEqual([
      "running",
      "running",
      "queued",
      "queued",
    ]);
    expect(children).toHaveLength(2);
    await until(() => queue()?.queued.length === 2);
    expect(queue()).toEqual({ running: [1, 2], queued: [3, 4] });
    finish(2);
    await until(() => queue()?.running.includes(3));
    expect(queue()).toEqual({ running: [1, 3], queued: [4] });
    expect(await handlers["runs.pause"]([1])).toEqual({ ok: true });
    expect(children.map(({ commandTypes }) => commandTypes)).toEqual([
      ["start", "pause"],
      ["start", "start"],
    ]);
    for (const id of [1, 3]) finish(id);
    await until(() => queue()?.running[0] === 4);
    expect(emptied).toEqual([]);
    finish(4);
    await until(() => emptied.length > 0);
    expect(emptied).toEqual([4]);
  });

  it("go on when one of them ends by itself", async () => {
    const { handlers, enqueue, finish, status, children, queue } =
      await setUp();
    await handlers["settings.save"]([{ engines: 2 }]);
    await enqueue(3);
    children[0].exit(139);
    await until(() => queue()?.running.includes(3));
    expect(await status()).toEqual({
      1: "interrupted",
      2: "running",
      3: "running",
    });
    for (const id of [2, 3]) finish(id);
    await until(() => queue()?.running.length === 0);
  });

  it("when there are fewer, let runs end and begin no more than wanted", async () => {
    const { handlers, enqueue, finish, queue, children, status } =
      await setUp();
    await handlers["settings.save"]([{ engines: 2 }]);
    await enqueue(3);
    await handlers["settings.save"]([{ engines: 1 }]);
    expect(await status()).toMatchObject({ 1: "running", 2: "running" });
    finish(2);
    await until(() => queue()?.running.length === 1);
    expect(queue()).toEqual({ running: [1], queued: [3] });
    await until(() => children[1].wasKilled);
    finish(1);
    await until(() => queue()?.running[0] === 3);
  });

  it("when there are fewer from the moment a run is taken, still begin that run", async () => {
    const { handlers, enqueue, finish, queue, started } = await setUp();
    await handlers["settings.save"]([{ engines: 2 }]);
    await enqueue(1);
    whenTaken(async () => {
      void handlers["settings.save"]([{ engines: 1 }]);
      await new Promise(setImmediate);
    });
    expect((await enqueue(2)).map(({ status }) => status)).toEqual([
      "running",
      "queued",
    ]);
    expect(started()).toEqual([1, 2]);
    finish(1);
    await until(() => queue()?.running[0] === 2);
    expect(queue()).toEqual({ running: [2], queued: [3] });
    finish(2);
    await until(() => queue()?.running[0] === 3);
    finish(3);
  });

  it("when there are fewer while the queue is at work, leave what is saved meanwhile as it is", async () => {
    const { handlers, enqueue, finish, themes } = await setUp();
    let first: ReturnType<(typeof handlers)["settings.save"]> | undefined;
    whenTaken(async () => {
      first = handlers["settings.save"]([{ engines: 1 }]);
      await handlers["settings.save"]([{ theme: "dark" }]);
    });
    await enqueue(1);
    expect(await first).toMatchObject({ value: { engines: 1, theme: "dark" } });
    expect(themes.at(-1)).toBe("dark");
    finish(1);
  });

  it("answer a question while one of them has nothing to do", async () => {
    const { handlers, enqueue, children, finish } = await setUp();
    await handlers["settings.save"]([{ engines: 2 }]);
    await enqueue(1);
    void handlers["queue.estimate"]([spec]);
    await until(() => children[1]?.commandTypes.includes("ask"));
    await enqueue(1);
    expect(await handlers["queue.estimate"]([spec])).toMatchObject({
      ok: false,
      error: { code: "busy", message: "All engines are busy with runs." },
    });
    for (const id of [1, 2]) finish(id);
  });

  it("refuse commands for runs that none works on", async () => {
    const { handlers } = await setUp();
    expect(await handlers["runs.stop"]([7])).toMatchObject({
      ok: false,
      error: { message: "Run 7 is not running in this window." },
    });
  });
});

describe("queue", () => {
  it("starts the first run at once and the others one after the other", async () => {
    const { enqueue, finish, started, queue, status, emptied } = await setUp();
    expect(places(await enqueue(3))).toEqual([
      [1, "running", null],
      [2, "queued", 2],
      [3, "queued", 3],
    ]);
    await until(() => queue()?.queued.length === 2);
    expect(queue()).toEqual({ running: [1], queued: [2, 3] });
    finish(1);
    await until(() => queue()?.running[0] === 2);
    expect(started()).toEqual([1, 2]);
    finish(2);
    await until(() => queue()?.running[0] === 3);
    expect(emptied).toEqual([]);
    finish(3);
    await until(() => queue()?.running.length === 0);
    expect(await status()).toEqual({
      1: "finished",
      2: "finished",
      3: "finished",
    });
    expect(emptied).toEqual([3]);
  });

  it("lets a run wait that is started while another one is going", async () => {
    const { handlers, started } = await setUp();
    const replies = await Promise.all([
      handlers["queue.start"]([spec]),
      handlers["queue.start"]([spec]),
    ]);
    expect(replies).toMatchObject([
      { ok: true, value: { status: "running" } },
      { ok: true, value: { status: "queued" } },
    ]);
    expect(started()).toEqual([1]);
  });

  it("goes on after a run that failed, and after an engine that crashed", async () => {
    const { enqueue, children, queue, status, started } = await setUp();
    await enqueue(3);
    children[0].says({
      type: "failed",
      runId: 1,
      error: { code: "engine", message: "It did not work." },
    });
    await until(() => queue()?.running[0] === 2);
    children[0].exit(9);
    await until(() => queue()?.running[0] === 3);
    expect(children).toHaveLength(2);
    expect(await status()).toEqual({
      1: "failed",
      2: "interrupted",
      3: "running",
    });
    await until(() => started().includes(3));
  });

  it("moves a waiting run and takes others out", async () => {
    const { handlers, enqueue, queue, events, finish, status } = await setUp();
    await enqueue(4);
    expect(await handlers["queue.move"]([4, 0])).toMatchObject({ ok: true });
    await until(() => queue()?.queued[0] === 4);
    expect(queue()).toEqual({ running: [1], queued: [4, 2, 3] });
    await handlers["queue.move"]([4, 99]);
    await until(() => queue()?.queued[0] === 2);
    expect(queue()?.queued).toEqual([2, 3, 4]);
    expect(await handlers["queue.cancel"]([[2, 4]])).toMatchObject({
      ok: true,
    });
    await until(() => queue()?.queued.length === 1);
    expect(events).toContainEqual(["runsRemoved", { ids: [2, 4] }]);
    expect(await status()).toEqual({ 1: "running", 3: "queued" });
    finish(1);
    await until(() => queue()?.running[0] === 3);
  });

  it("refuses to move or take out what does not wait", async () => {
    const { handlers, enqueue, status } = await setUp();
    await enqueue(2);
    const refusal = {
      ok: false,
      error: {
        code: "bad-request",
        message: "Run 1 is running and does not wait in the queue.",
      },
    };
    expect(await handlers["queue.move"]([1, 0])).toEqual(refusal);
    expect(await handlers["queue.cancel"]([[2, 1]])).toEqual(refusal);
    expect(await handlers["queue.cancel"]([[9]])).toMatchObject({
      error: { code: "not-found" },
    });
    expect(await status()).toEqual({ 1: "running", 2: "queued" });
  });

  it("does the experiment of a run that is over again, linked to it", async () => {
    const { handlers, enqueue, finish, queue, started } = await setUp();
    await enqueue(1);
    expect(await handlers["queue.reproduce"]([1])).toMatchObject({
      error: { code: "busy", message: "Run 1 is not over yet." },
    });
    finish(1);
    await until(() => queue()?.running.length === 0);
    const name = `${spec.name} (again)`;
    expect(await handlers["queue.reproduce"]([1])).toMatchObject({
      value: { id: 2, name, reproduces: 1, spec: { ...spec, name } },
    });
    expect(started()).toEqual([1, 2]);
    expect(await handlers["queue.reproduce"]([7])).toMatchObject({
      error: { code: "not-found" },
    });
  });

  it("lets a fork wait for its turn, which begins from its parent", async () => {
    const { handlers, enqueue, children, queue, finish } = await setUp();
    await enqueue(1);
    const changed = { ...spec, steps: 900 };
    const fork = (step: unknown, by: unknown = changed) =>
      handlers["queue.fork"]([1, step, by]);
    expect(await fork(3)).toMatchObject({
      error: {
        message: "Run 1 has no steps yet, so there is nothing to fork.",
      },
    });
    children[0].says({ type: "started", runId: 1, engine });
    children[0].says(batchReport(1, 0));
    await until(() => children[0].commandTypes.includes("stored"));
    expect(await fork(10)).toMatchObject({
      error: { message: expect.stringContaining("Run 1 has steps 0 to 9") },
    });
    expect(await fork(3, { ...spec, precision: "float32" })).toMatchObject({
      error: { code: "bad-experiment", fields: [{ path: "precision" }] },
    });
    const name = `${spec.name}, steps 900 from step 3`;
    expect(await fork(3)).toMatchObject({
      value: { id: 2, name, parent: 1, status: "queued", fork: { step: 3 } },
    });
    finish(1);
    await until(() => queue()?.running[0] === 2);
    expect(children[0].commands.at(-1)).toMatchObject({
      type: "start",
      runId: 2,
      beginning: { checkpoint: null, fork: { step: 3, parent: { spec } } },
    });
    finish(2);
    await until(() => queue()?.running.length === 0);
    // The same fork once more.
    expect(await handlers["queue.reproduce"]([2])).toMatchObject({
      value: { id: 3, reproduces: 2, parent: 1, fork: { step: 3 } },
    });
  });

  it("repeats a run with the kernels that computed it", async () => {
    const { handlers, children, enqueue, finish, queue, kernels } =
      await setUp();
    await enqueue(1);
    const computed = { by: "onednn" as const, threads: 1 };
    const float32 = { ...engine, precision: "float32" as const };
    children[0].says({
      ...{ type: "started", runId: 1 },
      engine: { ...float32, kernels: computed.by, threads: computed.threads },
    });
    finish(1);
    await until(() => queue()?.running.length === 0);
    await handlers["queue.reproduce"]([1]);
    await until(() => queue()?.running[0] === 2);
    expect(kernels.at(-1)).toEqual(computed);
  });

  it("keeps what was expected of a run", async () => {
    const { handlers } = await setUp();
    const expectation = { kind: "edge", step: 300 };
    expect(await handlers["queue.start"]([spec, expectation])).toMatchObject({
      value: { expectation },
    });
    expect(await handlers["queue.start"]([spec])).toMatchObject({
      value: { expectation: null },
    });
    expect(
      await handlers["queue.start"]([spec, { kind: "edge", step: -1 }]),
    ).toMatchObject({
      error: {
        code: "bad-request",
        message: expect.stringContaining("The expected step must be 0"),
      },
    });
  });

  it("keeps the runs of a sweep together", async () => {
    const { enqueue } = await setUp();
    const rows = await enqueue(2, " Step sizes ");
    expect(rows.map(({ groupId }) => groupId)).toEqual([1, 1]);
    expect(rows[0].groupName).toBe("Step sizes");
    expect((await enqueue(1))[0].groupId).toBeNull();
  });

  it("still waits after the end of the program and goes on with the next", async () => {
    const first = await setUp();
    await first.enqueue(3);
    await first.close();
    expect(first.started()).toEqual([1]);
    expect(first.errors).toEqual([]);
    const archive = await openArchive(first.archivePath);
    expect(places(await archive.listRuns())).toEqual([
      [3, "queued", 3],
      [2, "queued", 2],
      [1, "interrupted", null],
    ]);
    await archive.close();

    const second = await setUp(first.archivePath);
    await until(() => second.queue()?.running[0] === 2);
    expect(second.queue()).toEqual({ running: [2], queued: [3] });
    expect(second.started()).toEqual([2]);
  });

  it("does not start the next run because the program quits", async () => {
    const { enqueue, started, children, close, errors } = await setUp();
    await enqueue(2);
    const closed = close();
    await closed;
    expect(started()).toEqual([1]);
    expect(children).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});

describe("questions to the engine", () => {
  const estimate = {
    parameters: 1,
    samples: 2,
    data: null,
    precision: "float64",
    costs: { step: { low: 1, high: 2 }, measurement: { low: 2, high: 3 } },
    bytes: 3,
    loss: 4,
    sharpness: 5,
    residual: 6,
  } as const;

  it("reach it between two runs, and their answers come back", async () => {
    const { handlers, children, status } = await setUp();
    const asked = handlers["queue.estimate"]([spec]);
    await until(() => children[0].commandTypes.includes("ask"));
    expect(children[0].commands).toEqual([
      { type: "ask", id: 1, question: { kind: "estimate", spec } },
    ]);
    const answer = { kind: "estimate", estimate } as const;
    children[0].says({ type: "answered", id: 1, answer });
    expect(await asked).toEqual({ ok: true, value: estimate });
    expect(children).toHaveLength(1);
    expect(await status()).toEqual({});
  });

  it("are refused while a run is going", async () => {
    const { handlers, enqueue } = await setUp();
    await enqueue(1);
    expect(await handlers["queue.estimate"]([spec])).toMatchObject({
      error: { code: "busy", message: "The engine is busy with a run." },
    });
  });

  it("fail with the engine", async () => {
    const { handlers, children } = await setUp();
    const asked = handlers["queue.estimate"]([spec]);
    await until(() => children[0].commandTypes.includes("ask"));
    children[0].exit(9);
    expect(await asked).toMatchObject({ error: { code: "engine" } });
  });

  it.each([[[{ source: "iriss" }]], [[]], [[{ source: "iris", rows: 1 }]]])(
    "are checked: %j",
    async (args) => {
      const { handlers, children } = await setUp();
      for (const name of ["files.preview", "files.survey"] as const)
        expect(await handlers[name](args)).toMatchObject({ ok: false });
      expect(children).toHaveLength(1);
      expect(children[0].commands).toEqual([]);
    },
  );
});
