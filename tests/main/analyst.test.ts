/** Analyses as the window meets them: real archive and analysis; only the process is a fake. */
import { describe, expect, it } from "vitest";
import type { LabEvents } from "../../core/contract/api";
import { selfStabilizationSchema } from "../../core/experiment/analysis-spec";
import { chebyshev } from "../../core/data/chebyshev";
import { analyse } from "../../core/theory/analysis";
import { Analyst } from "../../main/analyst";
import { finish, float64, goldenProblem } from "../core/support";
import { engine, spec, temporaryArchive, summaryAt } from "./archive/helpers";
import { FakeChild } from "./engine/fake-child";

const wanted = selfStabilizationSchema.parse({ steps: 10 });

function analysis() {
  return finish(
    analyse({
      ...goldenProblem(float64(), chebyshev(3, 20)),
      stepSize: 0.2,
      precision: "float64",
      crossing: 3,
      from: null,
      runSteps: 20,
      steps: 10,
      kick: 0,
      kinks: null,
      flows: false,
      onProgress: () => undefined,
    }),
  );
}

async function setUp() {
  const archive = await temporaryArchive();
  const add = async () => {
    const { id } = await archive.createRun(spec, 40);
    await archive.setEngine(id, engine);
    await archive.finish(id, "finished", { summary: summaryAt(20) });
    return archive.openRun(id);
  };
  const children: FakeChild[] = [];
  const told: LabEvents["analysisChanged"][] = [];
  const trouble: Error[] = [];
  const analyst = new Analyst(
    () => {
      const failure = trouble.shift();
      if (failure) throw failure;
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    archive,
    (_, payload) => told.push(payload as LabEvents["analysisChanged"]),
  );
  return { archive, analyst, children, told, trouble, add };
}

const adam = {
  ...spec,
  optimizer: {
    kind: "adam" as const,
    stepSize: 0.01,
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  },
};

it("a run with another optimizer is refused before a process is started", async () => {
  const { archive, analyst, children, told } = await setUp();
  const { id } = await archive.createRun(adam, 40);
  await archive.setEngine(id, engine);
  await archive.finish(id, "finished", { summary: summaryAt(20) });
  const run = await archive.openRun(id);
  expect(() => analyst.start(run, wanted)).toThrow(
    "covers plain gradient descent",
  );
  expect(children).toHaveLength(0);
  expect(told).toEqual([]);
});

const answered = () => ({
  type: "answered" as const,
  id: 1,
  answer: { kind: "analysis" as const, analysis: analysis() },
});

async function until(holds: () => unknown) {
  for (let i = 0; i < 200 && !holds(); i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("an analysis", () => {
  it("is asked of a process of its own, stored whole and told", async () => {
    const { archive, analyst, children, told, add } = await setUp();
    const run = await add();
    analyst.start(run, wanted);
    const [child] = children;
    expect(child.commands).toEqual([]);
    child.ready();
    // Its checkpoints are read first.
    await until(() => child.commands.length > 0);
    expect(child.commands).toMatchObject([
      { type: "ask", question: { kind: "analysis", wanted, runSteps: 20 } },
    ]);
    child.says({ type: "progress", id: 1, share: 0.5 });
    expect(analyst.progress).toEqual({ runId: run.id, share: 0.5 });
    child.says(answered());
    await until(() => analyst.progress === null);
    expect(child.wasKilled).toBe(true);
    expect(told.map(({ share }) => share)).toEqual([0, 0.5, null]);

    const { columns, summary } = analysis();
    expect((await archive.openRun(run.id)).theory).toEqual(summary);
    const stored = await archive.readTheory(run.id);
    expect(Object.keys(stored)).toEqual(Object.keys(columns));
    // NaN included.
    for (const name in columns) expect(stored[name]).toEqual(columns[name]);
  });

  it("that is cancelled ends its process and leaves nothing", async () => {
    const { archive, analyst, children, told, add } = await setUp();
    const run = await add();
    analyst.start(run, wanted);
    children[0].ready();
    analyst.cancel(run.id);
    expect(children[0].wasKilled).toBe(true);
    expect(told.at(-1)).toEqual({ runId: run.id, share: null, error: null });
    expect((await archive.openRun(run.id)).theory).toBeNull();
    expect(await archive.readTheory(run.id)).toEqual({});
  });

  it("that is cancelled while it is stored leaves the last one as it was", async () => {
    const { archive, analyst, children, told, add } = await setUp();
    const run = await add();
    const before = { ...analysis(), columns: { step: Float64Array.of(7) } };
    await archive.setTheory(run.id, before);
    analyst.start(run, wanted);
    children[0].ready();
    children[0].says(answered());
    analyst.cancel(run.id);
    await until(() => analyst.progress === null);
    expect(told.at(-1)).toEqual({ runId: run.id, share: null, error: null });
    expect(await archive.readTheory(run.id)).toEqual(before.columns);
  });

  it("that is asked for again while it is stored is worked out again", async () => {
    const { archive, analyst, children, told, add } = await setUp();
    const run = await add();
    analyst.start(run, wanted);
    children[0].ready();
    children[0].says(answered());
    analyst.start(run, wanted);
    await until(() => children.length === 2);
    expect(told.at(-1)).toEqual({ runId: run.id, share: 0 });
    children[1].ready();
    children[1].says(answered());
    await until(() => analyst.progress === null);
    expect((await archive.openRun(run.id)).theory).not.toBeNull();
  });

  it("whose process cannot be started says so, and the next one begins", async () => {
    const { analyst, children, told, trouble, add } = await setUp();
    const [one, two] = [await add(), await add()];
    trouble.push(new Error("too many open files"));
    analyst.start(one, wanted);
    expect(told.at(-1)).toMatchObject({
      runId: one.id,
      share: null,
      error: { message: expect.stringContaining("too many open files") },
    });
    analyst.start(two, wanted);
    expect(children).toHaveLength(1);
    expect(analyst.progress?.runId).toBe(two.id);
  });

  it("does not begin once the lab is closed", async () => {
    const { analyst, children, add } = await setUp();
    const run = await add();
    await analyst.close();
    analyst.start(run, wanted);
    expect(children).toHaveLength(0);
  });

  it("whose process dies says so", async () => {
    const { analyst, children, told, add } = await setUp();
    const run = await add();
    analyst.start(run, wanted);
    children[0].exit(9);
    expect(told.at(-1)).toMatchObject({
      runId: run.id,
      share: null,
      error: { code: "engine" },
    });
    expect(analyst.progress).toBeNull();
  });

  it("that is refused tells why", async () => {
    const { analyst, children, told, add } = await setUp();
    analyst.start(await add(), wanted);
    children[0].ready();
    const error = { code: "bad-request" as const, message: "No." };
    children[0].says({ type: "refused", id: 1, error });
    expect(told.at(-1)).toMatchObject({ error });
  });

  it("waits for the one before, and may be cancelled while it waits", async () => {
    const { analyst, children, told, add } = await setUp();
    const [one, two, three] = [await add(), await add(), await add()];
    for (const run of [one, two, three]) analyst.start(run, wanted);
    expect(children).toHaveLength(1);
    analyst.cancel(two.id);
    expect(told.at(-1)).toEqual({ runId: two.id, share: null, error: null });
    children[0].ready();
    children[0].says(answered());
    await until(() => children.length === 2);
    expect(analyst.progress?.runId).toBe(three.id);
    analyst.cancel(three.id);
  });

  it("needs a run that is over", async () => {
    const { archive, analyst, add } = await setUp();
    const run = await add();
    expect(() => analyst.start({ ...run, status: "running" }, wanted)).toThrow(
      "is still going",
    );
    const { id } = await archive.createRun(spec, 40);
    const fresh = await archive.openRun(id);
    expect(() => analyst.start(fresh, wanted)).toThrow("has not started");
  });

  it("is stored in place of the last one", async () => {
    const { archive, add } = await setUp();
    const { id } = await add();
    await archive.setTheory(id, analysis());
    await archive.setTheory(id, analysis());
    const { step } = await archive.readTheory(id);
    expect(step.length).toBe(analysis().columns.step.length);
  });
});
