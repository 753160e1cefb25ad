/** The lab as the window meets it: real archive, handlers and supervisor; only the engine is a fake. */
import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { received, type LabEvents } from "../../core/contract/api";
import { defaultSettings } from "../../core/contract/settings";
import { mostRuns } from "../../core/experiment/sweep/spec";
import { ArchiveKeeper } from "../../main/archive-keeper";
import { OpenedFiles } from "../../main/files/opened-files";
import { makeHandlers, type Handlers } from "../../main/handlers";
import { SessionMark } from "../../main/session-mark";
import { SettingsFile } from "../../main/settings";
import {
  batchOf,
  checkpointAt,
  engine,
  spec,
  summaryAt,
  temporaryFolder,
  temporaryPath,
} from "./archive/helpers";
import { batchReport, endedReport, FakeChild } from "./engine/fake-child";

async function setUp(path?: string) {
  const children: FakeChild[] = [];
  const events: [keyof LabEvents, unknown][] = [];
  const unexpected: unknown[] = [];
  const themes: string[] = [];
  const archivePath = path ?? (await temporaryPath());
  const keeper = new ArchiveKeeper({
    version: "1.2.3",
    archivePath,
    fork: () => {
      const child = new FakeChild();
      children.push(child);
      child.ready();
      return child;
    },
    dialogs: { save: async () => null, open: async () => [] },
    chooseFolder: async () => null,
    about: async () => ({ versions: [], licences: [] }),
    printReport: async () => new TextEncoder().encode("%PDF"),
    printFigure: async () => new TextEncoder().encode("%PDF"),
    clipboard: { write: async () => true, hasPicture: async () => true },
    settings: new SettingsFile(dirname(archivePath)),
    settingsChanged: (settings) => void themes.push(settings.theme),
    announce: (event, payload) => void events.push([event, payload]),
    onError: (error) => unexpected.push(error),
    mark: new SessionMark(dirname(archivePath)),
    startAnew: () => undefined,
    showFile: () => undefined,
    openedFiles: new OpenedFiles(),
  });
  const lab = () => keeper.lab();
  const handlers = makeHandlers(keeper, (error) => unexpected.push(error));
  onTestFinished(async () => {
    for (const child of children) child.exit(1);
    await keeper.close().catch(() => undefined);
  });
  await lab().catch(() => undefined);
  const last = <K extends keyof LabEvents>(name: K) =>
    events.findLast(([event]) => event === name)?.[1] as LabEvents[K];
  return { keeper, handlers, children, events, last, unexpected, themes };
}

/** Waits until something holds; fails after two seconds. */
async function until(holds: () => unknown) {
  for (let i = 0; i < 200; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("It did not happen.");
}

describe("lab", () => {
  it("tells about itself", async () => {
    const path = await temporaryPath();
    const { handlers } = await setUp(path);
    expect(await handlers["app.info"]([])).toEqual({
      ok: true,
      value: {
        version: "1.2.3",
        archivePath: path,
        engines: { states: [{ state: "starting" }], hasRoom: true },
        threads: expect.any(Number),
      },
    });
  });

  it("runs an experiment from its start to the curve on screen", async () => {
    const { handlers, children, last } = await setUp();
    const started = await handlers["queue.start"]([spec]);
    expect(started).toMatchObject({
      ok: true,
      value: { id: 1, status: "running", threshold: 40 },
    });
    const [child] = children;
    child.ready();
    child.says(batchReport(1, 0, 5000));
    await until(() => last("seriesGrew")?.rows.steps === 5000);
    const request = {
      runId: 1,
      table: "steps",
      columns: ["loss"],
      from: 10,
      to: 4000,
      pixels: 100,
    };
    const read = await handlers["runs.readSeries"]([request]);
    if (!read.ok) throw new Error(read.error.message);
    const { x, y } = read.value.loss;
    expect(Object.keys(read.value)).toEqual(["loss"]);
    expect([x[0], x.at(-1)]).toEqual([10, 4000]);
    expect(x.length).toBeLessThanOrEqual(400);
    expect(y).toEqual(x.map((step) => step / 7));

    child.says(endedReport(1, summaryAt(4999)));
    await until(() => last("enginesChanged")?.states[0].state === "idle");
    expect(last("runChanged")).toMatchObject({ id: 1, status: "finished" });
    expect(received(await handlers["runs.list"]([]))).toMatchObject({
      ok: true,
      value: [{ id: 1, status: "finished" }],
    });
    expect(await handlers["runs.open"]([1])).toMatchObject({
      ok: true,
      value: { rows: { steps: 5000 } },
    });
  });

  it("passes pause, resume and stop on to the run they name", async () => {
    const { handlers, children } = await setUp();
    await handlers["queue.start"]([spec]);
    children[0].ready();
    expect(await handlers["runs.pause"]([1])).toEqual({
      ok: true,
      value: undefined,
    });
    await handlers["runs.resume"]([1]);
    await handlers["runs.stop"]([1]);
    expect(children[0].commandTypes).toEqual([
      "start",
      "pause",
      "resume",
      "stop",
    ]);
    expect(await handlers["runs.stop"]([2])).toMatchObject({
      ok: false,
      error: { code: "bad-request" },
    });
  });

  it("takes no name that the archive could not keep", async () => {
    const { handlers, unexpected } = await setUp();
    await handlers["queue.start"]([spec]);
    for (const reply of [
      await handlers["runs.change"]([1, { name: "\0x" }]),
      await handlers["runs.change"]([1, { name: "\0x" }]),
      await handlers["queue.enqueue"]([[spec], "\0x"]),
      await handlers["queue.start"]([{ ...spec, name: "\0x" }]),
    ])
      expect(reply).toMatchObject({
        ok: false,
        error: { message: expect.stringContaining("character of code 0.") },
      });
    expect(unexpected).toEqual([]);
  });

  it("refuses settings that are no plain data", async () => {
    const { handlers, unexpected } = await setUp();
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    for (const archive of [cyclic, { big: 1n }])
      expect(await handlers["settings.save"]([{ archive }])).toMatchObject({
        ok: false,
        error: { code: "bad-request" },
      });
    expect(unexpected).toEqual([]);
  });

  it("renames, and says so", async () => {
    const { handlers, last } = await setUp();
    await handlers["queue.start"]([spec]);
    await handlers["runs.change"]([1, { name: "Better" }]);
    expect(last("runChanged")).toMatchObject({ id: 1, name: "Better" });
  });

  it("lets a run that failed before its first row begin again under its number", async () => {
    const { handlers, children, last } = await setUp();
    const [child] = children;
    await handlers["queue.start"]([spec]);
    child.ready();
    const error = { code: "file" as const, message: "There is no such file." };
    child.says({ type: "failed", runId: 1, error });
    await until(() => last("enginesChanged")?.states[0].state === "idle");
    expect(await handlers["runs.open"]([1])).toMatchObject({
      value: { status: "failed", checkpointStep: 0 },
    });
    expect(await handlers["queue.continue"]([1])).toMatchObject({
      value: { id: 1, status: "running" },
    });
    expect(child.commands.at(-1)).toEqual({ type: "start", runId: 1, spec });
  });

  it("lets a run that was stopped go on from its checkpoint", async () => {
    const { handlers, children, last } = await setUp();
    const [child] = children;
    await handlers["queue.start"]([spec]);
    child.ready();
    child.says({ type: "started", runId: 1, engine });
    child.says({ ...batchReport(1, 0, 20), checkpoint: checkpointAt(15) });
    expect(await handlers["queue.continue"]([1])).toMatchObject({
      error: { code: "busy" },
    });
    child.says({ ...endedReport(1, summaryAt(19)), outcome: "stopped" });
    await until(() => last("enginesChanged")?.states[0].state === "idle");
    expect(await handlers["runs.open"]([1])).toMatchObject({
      value: { status: "stopped", checkpointStep: 15 },
    });

    expect(await handlers["queue.continue"]([1])).toMatchObject({
      ok: true,
      value: { id: 1, status: "running", summary: { step: 14 } },
    });
    expect(last("runChanged")).toMatchObject({ id: 1, status: "running" });
    expect(child.commands.at(-1)).toEqual({
      type: "start",
      runId: 1,
      spec,
      beginning: { checkpoint: checkpointAt(15), engine },
    });
    child.says(batchReport(1, 15, 10));
    child.says(endedReport(1, summaryAt(24)));
    await until(() => last("enginesChanged")?.states[0].state === "idle");
    expect(await handlers["runs.open"]([1])).toMatchObject({
      value: { status: "finished", rows: { steps: 25 } },
    });
    expect(await handlers["queue.continue"]([1])).toMatchObject({
      error: { code: "bad-request", message: expect.stringContaining("1") },
    });
  });

  it("closes with the run stored and no longer running", async () => {
    const path = await temporaryPath();
    const first = await setUp(path);
    await first.handlers["queue.start"]([spec]);
    const [child] = first.children;
    child.ready();
    child.says(batchReport(1, 0));
    const closed = first.keeper.close();
    await until(() => child.commandTypes.includes("stop"));
    child.says({
      type: "ended",
      runId: 1,
      outcome: "stopped",
      summary: summaryAt(9),
    });
    await closed;
    const { handlers } = await setUp(path);
    expect(await handlers["runs.open"]([1])).toMatchObject({
      value: { status: "stopped", rows: { steps: 10 } },
    });
  });

  it("answers everything with the reason when the archive cannot be opened", async () => {
    const path = await temporaryPath();
    await writeFile(path, "This is not an archive. ".repeat(100));
    const { handlers, unexpected } = await setUp(path);
    for (const reply of [
      await handlers["app.info"]([]),
      received(await handlers["runs.list"]([])),
      await handlers["queue.start"]([spec]),
    ])
      expect(reply).toMatchObject({
        ok: false,
        error: {
          code: "archive-damaged",
          message: expect.stringContaining(path),
        },
      });
    expect(unexpected).toEqual([]);

    await rm(path);
    expect(received(await handlers["runs.list"]([]))).toEqual({
      ok: true,
      value: [],
    });
    expect(await handlers["queue.start"]([spec])).toMatchObject({ ok: true });
  });

  it("answers with the reason when the data folder is a file", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    const { handlers } = await setUp(join(file, "archive.db"));
    expect(received(await handlers["runs.list"]([]))).toMatchObject({
      error: {
        code: "archive",
        hint: expect.stringContaining("EDGE_LAB_HOME"),
      },
    });
  });

  it("survives a batch that does not fit: the run fails, the lab goes on", async () => {
    const { handlers, children, last } = await setUp();
    await handlers["queue.start"]([spec]);
    const [child] = children;
    child.ready();
    child.says(batchReport(1, 0));
    child.says({ ...batchReport(1, 10), batch: batchOf(5, 10) });
    await until(() => child.commandTypes.includes("stop"));
    child.says(endedReport(1, summaryAt(19)));
    await until(() => last("enginesChanged")?.states[0].state === "idle");
    expect(await handlers["runs.open"]([1])).toMatchObject({
      value: { status: "failed", rows: { steps: 10 } },
    });
    expect(await handlers["queue.start"]([spec])).toMatchObject({ ok: true });
  });
});

it("remembers what a person chose", async () => {
  const { handlers, themes } = await setUp();
  const compare = { x: "step", hidden: [1, 2] };
  await handlers["settings.save"]([{ screen: "compare", compare }]);
  const saved = await handlers["settings.save"]([{ theme: "dark" }]);
  const value = {
    ...defaultSettings,
    screen: "compare",
    theme: "dark",
    compare,
  };
  expect(saved).toEqual({ ok: true, value });
  expect(await handlers["settings.read"]([])).toEqual({ ok: true, value });
  expect(themes).toEqual(["system", "dark"]);
});

describe("runs that a person puts in order", () => {
  const list = { runId: 1, table: "steps", columns: ["loss"] };

  it("are announced when they change, go and come back", async () => {
    const { handlers, children, events, last } = await setUp();
    await handlers["queue.start"]([spec]);
    children[0].says(batchReport(1, 0, 50));
    await until(() => last("seriesGrew"));
    expect(await handlers["runs.remove"]([[1]])).toMatchObject({
      error: { code: "busy", message: `“${spec.name}” is still going.` },
    });
    children[0].says(endedReport(1, summaryAt(49)));
    await until(() => last("runChanged").status === "finished");

    const changes = { tags: ["a"], project: "P", colour: 2, notes: "N" };
    const organised = await handlers["runs.change"]([1, changes]);
    expect(organised).toMatchObject({ ok: true, value: changes });
    expect(last("runChanged")).toMatchObject({ id: 1, ...changes });

    expect(await handlers["runs.remove"]([[1, 1]])).toMatchObject({ ok: true });
    expect(last("runsRemoved")).toEqual({ ids: [1] });
    expect(received(await handlers["runs.list"]([]))).toEqual({
      ok: true,
      value: [],
    });
    expect(await handlers["runs.listDeleted"]([])).toMatchObject({
      value: [{ id: 1, ...changes }],
    });
    events.length = 0;
    expect(await handlers["runs.restore"]([[1]])).toMatchObject({ ok: true });
    expect(last("runChanged")).toMatchObject({ id: 1, deletedAt: null });
    expect(received(await handlers["runs.list"]([]))).toMatchObject({
      value: [{ id: 1 }],
    });
  });

  it("give whole columns as they are stored", async () => {
    const { handlers, children, last } = await setUp();
    await handlers["queue.start"]([spec]);
    children[0].says(batchReport(1, 0, 5000));
    await until(() => last("seriesGrew")?.rows.steps === 5000);
    const { step, loss } = batchOf(0, 5000).steps;
    expect(await handlers["runs.readTable"]([list])).toEqual({
      ok: true,
      value: { step, loss },
    });
    expect(
      await handlers["runs.readTable"]([{ ...list, from: 7, to: 8 }]),
    ).toEqual({
      ok: true,
      value: { step: Float64Array.of(7, 8), loss: loss.slice(7, 9) },
    });
  });
});

describe("arguments from the window", () => {
  const series = { runId: 1, table: "steps", columns: ["loss"], pixels: 100 };
  const bad: [keyof Handlers, unknown[]][] = [
    ["app.info", [1]],
    ["runs.list", [{}]],
    ["runs.list", [null]],
    ["runs.list", [{ after: null, most: 0 }]],
    ["runs.list", [{ after: null, most: Infinity }]],
    ["runs.list", [{ after: { id: 1 }, most: 5 }]],
    ["runs.list", [{ after: { createdAt: NaN, id: 1 }, most: 5 }]],
    ["runs.open", []],
    ["runs.open", ["1"]],
    ["runs.open", [0]],
    ["runs.open", [1.5]],
    ["runs.open", [NaN]],
    ["runs.open", [null]],
    ["runs.open", [1, 2]],
    ["runs.pause", [-1]],
    ["runs.resume", [{}]],
    ["runs.stop", [undefined]],
    ["queue.continue", ["1"]],
    ["queue.enqueue", [spec, null]],
    ["queue.enqueue", [[], null]],
    ["queue.enqueue", [Array.from({ length: mostRuns + 1 }, () => spec), null]],
    ["queue.enqueue", [[spec], ""]],
    ["queue.enqueue", [[spec], undefined]],
    ["queue.move", [1, -1]],
    ["queue.move", [1, 0.5]],
    ["queue.cancel", [1]],
    ["runs.change", [1, { name: 2 }]],
    ["runs.change", [1, { name: "" }]],
    ["runs.change", [1, { name: "x".repeat(121) }]],
    ["runs.change", [1]],
    ["runs.change", [1, { tags: "edge" }]],
    ["runs.change", [1, { status: "finished" }]],
    ["runs.setPins", [1, [{ id: "a" }]]],
    ["runs.remove", [1]],
    ["runs.remove", [["1"]]],
    ["runs.restore", [[0]]],
    ["runs.purge", [Array.from({ length: 10_001 }, (_, i) => i + 1)]],
    ["settings.saveViews", [{}]],
    ["runs.readTable", [series]],
    ["files.save", [{ name: "x", kind: "exe", data: "" }]],
    ["files.save", [{ name: "x", kind: "csv", data: 5 }]],
    ["files.save", [{ name: "x", kind: "csv", data: "", path: "/x" }]],
    ["files.open", ["exe"]],
    ["settings.save", [{ theme: "blue" }]],
    ["settings.save", [{ window: null }]],
    ["settings.save", [{ archive: { x: "x".repeat(100_000) } }]],
    ["files.exportRuns", [[]]],
    ["files.importRuns", [[1]]],
    ["runs.readSeries", []],
    ["runs.readSeries", [null]],
    ["runs.readSeries", [{ ...series, table: "runs" }]],
    ["runs.readSeries", [{ ...series, table: "steps; DROP TABLE runs" }]],
    ["runs.readSeries", [{ ...series, columns: [] }]],
    ["runs.readSeries", [{ ...series, columns: "loss" }]],
    ["runs.readSeries", [{ ...series, pixels: 0 }]],
    ["runs.readSeries", [{ ...series, pixels: 10_001 }]],
    ["runs.readSeries", [{ ...series, pixels: 1.5 }]],
    ["runs.readSeries", [{ ...series, from: Infinity }]],
    ["runs.readSeries", [{ ...series, to: "9" }]],
    ["runs.readSeries", [{ ...series, extra: true }]],
  ];

  it.each(bad)("refuses %s, case %#", async (name, args) => {
    const { handlers, unexpected } = await setUp();
    expect(await handlers[name](args)).toMatchObject({
      ok: false,
      error: { code: "bad-request", message: expect.stringMatching(/\.$/) },
    });
    expect(unexpected).toEqual([]);
  });

  it.each([
    ["runs.open", [9]],
    ["queue.continue", [9]],
    ["runs.change", [9, {}]],
    ["runs.setPins", [9, []]],
    ["runs.remove", [[9]]],
    ["runs.restore", [[9]]],
    ["runs.purge", [[9]]],
    ["files.exportRuns", [[9]]],
    ["files.report", [{ run: 9 }]],
    ["runs.readSeries", [{ ...series, runId: 9 }]],
  ] as [keyof Handlers, unknown[]][])(
    "does not find run 9 for %s",
    async (name, args) => {
      const { handlers } = await setUp();
      expect(await handlers[name](args)).toMatchObject({
        error: { code: "not-found" },
      });
    },
  );

  it.each([
    [undefined],
    ["spec"],
    [{ ...spec, steps: -1 }],
    [{ ...spec, unknown: 1 }],
  ])("refuses the experiment %j, field by field", async (experiment) => {
    const { handlers, events } = await setUp();
    expect(await handlers["queue.start"]([experiment])).toMatchObject({
      ok: false,
      error: { code: "bad-experiment", fields: [{}] },
    });
    expect(events.some(([name]) => name === "runChanged")).toBe(false);
  });
});
