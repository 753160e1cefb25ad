/** What the window is shown of a network: the archive, the process that looks, and what is said of it. */
import { describe, expect, it, onTestFinished } from "vitest";
import type { EngineReport } from "../../core/contract/engine";
import { requireExperiment } from "../../core/experiment/validate";
import { RunControl } from "../../core/run/control";
import { answer } from "../../main/engine/answer";
import type { EngineChild } from "../../main/engine/child";
import { dataFiles } from "../../main/engine/data-files";
import { execute } from "../../main/engine/execute";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import { NetworkLooks } from "../../main/engine/network-looks";
import { Session } from "../../main/engine/session";
import { storeReport } from "../../main/store-report";
import { Viewer } from "../../main/viewer";
import { failureOf, temporaryArchive } from "./archive/helpers";

const surroundings = { files: dataFiles(), tensorflow: loadTensorflow };

/** An engine in this process; `asked` counts its questions that came with a checkpoint. */
function engineHere(asked: { checkpoints: number[] }): EngineChild {
  let hear: (report: EngineReport) => void = () => undefined;
  let bury: () => void = () => undefined;
  const looks = new NetworkLooks(surroundings);
  const session = new Session(
    (spec, options) => execute(spec, { ...options, ...surroundings }),
    (question, control, onProgress) =>
      answer(question, control, surroundings, looks, onProgress),
    (report) => hear(report),
  );
  return {
    send(command) {
      if (command.type === "ask" && command.question.kind === "look")
        asked.checkpoints.push(command.question.checkpoint?.step ?? -1);
      session.handle(command);
    },
    onReport(listener) {
      hear = listener;
      setImmediate(() => hear({ type: "ready", tensorflow: null }));
    },
    onExit(listener) {
      bury = () => listener({ reason: "killed", detail: "ended" });
    },
    kill: () => bury(),
  };
}

async function viewerOf(changes: object) {
  const archive = await temporaryArchive();
  const spec = requireExperiment({
    edgeLab: 1,
    name: "x",
    data: { source: "chebyshev", samples: 12 },
    model: { kind: "network", layers: [{ type: "dense", units: 1 }] },
    optimizer: { kind: "gd", stepSize: 0.2 },
    steps: 30,
    ...changes,
  });
  const { id } = await archive.createRun(spec, 10);
  const updates = execute(spec, {
    ...surroundings,
    control: new RunControl(),
    onStarted: (engine) => archive.setEngine(id, engine),
  });
  for await (const update of updates)
    await storeReport(archive, { ...update, runId: id });
  const asked = { checkpoints: [] as number[] };
  const viewer = new Viewer(
    () => engineHere(asked),
    archive,
    (error) => {
      throw error;
    },
  );
  onTestFinished(() => viewer.close());
  return { archive, id, viewer, asked };
}

const how = { patience: 60_000, along: false };

describe("the viewer", () => {
  it("shows the network at a step, and says that it is the one of the run", async () => {
    const { viewer, id } = await viewerOf({});
    expect(await viewer.look(id, 0, how)).toMatchObject({
      step: 0,
      isSame: null,
    });
    expect(await viewer.look(id, 12, how)).toMatchObject({
      wanted: 12,
      step: 12,
      isSame: true,
      picture: { kind: "curve" },
    });
  });

  it("says so where the run was computed otherwise", async () => {
    const { viewer, archive, id } = await viewerOf({ steps: 3 });
    const other = await archive.createRun((await archive.openRun(id)).spec, 10);
    const { engine } = await archive.openRun(id);
    if (engine) await archive.setEngine(other.id, engine);
    const step = Float64Array.of(0, 1, 2, 3);
    const steps = { step, loss: step.map(() => 0.1) };
    const { summary } = await archive.openRun(id);
    await archive.appendBatch(
      other.id,
      { steps, spectrum: {}, test: {}, batch: {}, batchSteps: {} },
      [],
      summary,
    );
    expect(await viewer.look(other.id, 2, how)).toMatchObject({
      isSame: false,
    });
  });

  it("goes no further than the run", async () => {
    const { viewer, id } = await viewerOf({});
    expect(await viewer.look(id, 99, how)).toMatchObject({
      wanted: 30,
      step: 30,
    });
  });

  it("takes the nearest checkpoint that is kept, and sends it once", async () => {
    const { viewer, id, asked } = await viewerOf({
      checkpoints: { every: 10 },
    });
    for (const step of [9, 20, 23, 24, 12])
      expect(await viewer.look(id, step, how)).toMatchObject({ step });
    expect(asked.checkpoints).toEqual([-1, 20, -1, -1, 10]);
  });

  it("has nothing to show of a landscape but its loss along the top eigenvector", async () => {
    const { viewer, id } = await viewerOf({
      data: undefined,
      model: {
        kind: "landscape",
        name: "quadratic",
        matrix: [
          [10, 0],
          [0, 1],
        ],
        start: [1, 1],
      },
      optimizer: { kind: "gd", stepSize: 0.1 },
    });
    const { picture, along } = await viewer.look(id, 0, {
      ...how,
      along: true,
    });
    expect(picture).toBeNull();
    expect(along?.sharpness).toBeCloseTo(10, 9);
    expect(Math.abs(along?.slope ?? 0)).toBeCloseTo(10, 9);
    // On a quadratic the parabola is the loss.
    along?.s.forEach((s, i) =>
      expect(along.losses[i]).toBeCloseTo(
        along.loss + along.slope * s + (along.sharpness * s * s) / 2,
        9,
      ),
    );
  });

  it("refuses a run without steps", async () => {
    const { viewer, archive, id } = await viewerOf({});
    const { spec } = await archive.openRun(id);
    const { id: empty } = await archive.createRun(spec, 10);
    expect(await failureOf(viewer.look(empty, 0, how))).toMatchObject({
      error: { message: `Run ${empty} has no steps yet.` },
    });
  });
});
