/** Forks: a run that goes on from a step of another one is that run where nothing is changed. */
import { describe, expect, test } from "vitest";
import { requireForked } from "../../../core/experiment/forked";
import type {
  ExperimentInput,
  ExperimentSpec,
} from "../../../core/experiment/spec";
import { requireExperiment } from "../../../core/experiment/validate";
import type { Beginning } from "../../../core/contract/engine";
import type { Checkpoint } from "../../../core/run/checkpoint";
import { RunControl } from "../../../core/run/control";
import { legsOf, type Fork } from "../../../core/run/fork";
import type { EngineInfo } from "../../../core/run/summary";
import { tableNames, type TableName } from "../../../core/series/columns";
import { dataFiles } from "../../../main/engine/data-files";
import { execute } from "../../../main/engine/execute";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";

const surroundings = { files: dataFiles(), tensorflow: loadTensorflow };

type Rows = Record<TableName, Record<string, number[]>>;

interface Ran {
  spec: ExperimentSpec;
  fork: Fork | null;
  engine: EngineInfo;
  rows: Rows;
  kept: Checkpoint[];
  checkpoints: Checkpoint[];
  events: { kind: string; step: number }[];
  outcome: string;
}

/** @param until the row after which it is stopped */
async function run(
  spec: ExperimentSpec,
  beginning?: Beginning,
  until = Infinity,
): Promise<Ran> {
  let engine: EngineInfo | undefined;
  const rows = Object.fromEntries(
    tableNames.map((table) => [table, {}]),
  ) as Rows;
  const ran = { kept: [], checkpoints: [], events: [], outcome: "" } as Pick<
    Ran,
    "kept" | "checkpoints" | "events" | "outcome"
  >;
  const control = new RunControl();
  const updates = execute(spec, {
    ...surroundings,
    control,
    onStarted: (info) => void (engine = info),
    ...(beginning && { beginning }),
  });
  if (until <= 0) control.stop();
  for await (const update of updates) {
    if (update.type === "ended") ran.outcome = update.outcome;
    if (update.type !== "batch") continue;
    for (const table of tableNames)
      for (const [name, column] of Object.entries(update.batch[table]))
        if (name !== "seconds") (rows[table][name] ??= []).push(...column);
    ran.kept.push(...(update.kept ?? []));
    if (update.checkpoint) ran.checkpoints.push(update.checkpoint);
    ran.events.push(...update.events);
    if (update.summary.step >= until) control.stop();
  }
  if (!engine) throw new Error("It did not start.");
  const fork = beginning && "fork" in beginning ? beginning.fork : null;
  return { spec, fork, engine, rows, ...ran };
}

function forkOf(parent: Ran, step: number): Fork {
  const { spec, engine } = parent;
  return {
    step,
    parent: { name: spec.name, createdAt: 0, spec },
    earlier: legsOf(parent.fork),
    precision: engine.precision,
    digest: engine.data?.digest ?? null,
  };
}

/** The last checkpoint that the archive would have. */
function before(parent: Ran, step: number): Checkpoint | null {
  return parent.kept.findLast((one) => one.step <= step) ?? null;
}

function fork(
  parent: Ran,
  step: number,
  changes: Partial<ExperimentInput> = {},
  checkpoint = before(parent, step),
) {
  const changed = { ...parent.spec, ...changes };
  const spec = requireForked(parent.spec, changed, step);
  return run(spec, { fork: forkOf(parent, step), checkpoint });
}

function from(rows: Rows, step: number, end = Infinity): Rows {
  return Object.fromEntries(
    tableNames.map((table) => [
      table,
      Object.fromEntries(
        Object.entries(rows[table]).map(([name, column]) => [
          name,
          column.filter((_, i) => {
            const at = rows[table]["step"][i];
            return at >= step && at < end;
          }),
        ]),
      ),
    ]),
  ) as Rows;
}

const network = (changes: Partial<ExperimentInput>): ExperimentInput => ({
  edgeLab: 1,
  name: "A run",
  data: { source: "chebyshev", degree: 3, samples: 12 },
  model: {
    kind: "network",
    layers: [
      { type: "dense", units: 8 },
      { type: "activation", fn: "tanh" },
      { type: "dense", units: 1 },
    ],
  },
  optimizer: { kind: "gd", stepSize: 0.2 },
  steps: 60,
  measure: { sharpness: { every: 4, k: 2 } },
  checkpoints: { every: 16 },
  precision: "float64",
  ...changes,
});

const configurations: [string, ExperimentInput][] = [
  ["gradient descent", network({})],
  [
    "Adam, with sharpness at midpoints and a trace",
    network({
      optimizer: { kind: "adam", stepSize: 0.02 },
      measure: { sharpness: { every: 3, k: 1, midpoint: true, trace: true } },
    }),
  ],
  [
    "momentum with weight decay, k that grows and a test set",
    network({
      data: { source: "spirals", samples: 20, testSamples: 10, seed: 3 },
      model: {
        kind: "network",
        layers: [
          { type: "dense", units: 6 },
          { type: "activation", fn: "tanh" },
          { type: "dense", units: 2 },
        ],
      },
      optimizer: {
        kind: "polyak",
        stepSize: 0.1,
        momentum: 0.9,
        weightDecay: 1e-3,
      },
      measure: { sharpness: { every: 5, k: 1, upTo: 4 }, test: { every: 7 } },
    }),
  ],
  [
    "mini-batches, whose order goes on",
    network({
      batch: { size: 5, seed: 2, lossEvery: 7 },
      optimizer: { kind: "polyak", stepSize: 0.05, momentum: 0.9 },
    }),
  ],
  [
    "a schedule of the step size",
    network({
      optimizer: {
        kind: "gd",
        stepSize: {
          peak: 0.3,
          warmup: { steps: 20, from: 0.1 },
          decay: { kind: "cosine", to: 0.1 },
        },
      },
    }),
  ],
  [
    "RMSProp on a landscape",
    {
      edgeLab: 1,
      name: "A valley",
      model: { kind: "landscape", name: "product", start: [2, 0.1] },
      optimizer: { kind: "rmsprop", stepSize: 0.01 },
      steps: 60,
      measure: { sharpness: { every: 2, k: 2 } },
      checkpoints: { every: 16 },
    } as ExperimentInput,
  ],
];

describe.each(configurations)("a fork of %s", (_, input) => {
  const parent = run(requireExperiment(input));

  test.each([0, 1, 16, 33, 59])(
    "at step %i with nothing changed is the run, bit for bit",
    async (step) => {
      const whole = await parent;
      const forked = await fork(whole, step);
      expect(forked.rows).toEqual(from(whole.rows, step));
      expect(forked.outcome).toBe(whole.outcome);
      // Nothing that the parent has told is told again, and nothing is left out.
      expect(forked.events).toEqual(
        whole.events.filter((event) => event.step >= step),
      );
      // The same without any checkpoint.
      const slow = await fork(whole, step, {}, null);
      expect(slow.rows).toEqual(forked.rows);
    },
  );

  test("goes on after it was stopped, from its own checkpoint and from its first", async () => {
    const whole = await parent;
    const spec = requireForked(whole.spec, whole.spec, 21);
    const start = { fork: forkOf(whole, 21), checkpoint: before(whole, 21) };
    const stopped = await run(spec, start, 30);
    const first = stopped.kept[0];
    expect([first.step, stopped.checkpoints.length > 0]).toEqual([21, true]);
    for (const checkpoint of [first, stopped.checkpoints.at(-1) ?? first]) {
      const { engine } = stopped;
      const rest = await run(spec, { checkpoint, engine });
      expect(rest.rows).toEqual(from(whole.rows, checkpoint.step));
    }
  });
});

describe("a fork", () => {
  const eta = (stepSize: number) => ({
    optimizer: { kind: "gd" as const, stepSize },
  });

  test("with other step sizes, one after another, is the run with a table of them, bit for bit", async () => {
    const table: [number, number][] = [
      [0, 0.2],
      [13, 0.35],
      [40, 0.05],
    ];
    const whole = await run(
      requireExperiment(
        network({ optimizer: { kind: "gd", stepSize: { table } } }),
      ),
    );
    const first = await run(requireExperiment(network({})));
    const second = await fork(first, 13, eta(0.35));
    const third = await fork(second, 40, eta(0.05));
    const shared = (rows: Rows, step: number, end?: number) => {
      const part = from(rows, step, end);
      return tableNames.map((table) =>
        Object.entries(part[table]).filter(
          // Only a run whose step size varies has columns of it.
          ([name]) => name !== "stepSize" && name !== "threshold",
        ),
      );
    };
    expect(shared(first.rows, 0, 13)).toEqual(shared(whole.rows, 0, 13));
    expect(shared(second.rows, 13, 40)).toEqual(shared(whole.rows, 13, 40));
    expect(shared(third.rows, 40)).toEqual(shared(whole.rows, 40));
    // The way to a fork of a fork is known without either of them.
    const again = await fork(second, 40, eta(0.05), null);
    expect(again.rows).toEqual(third.rows);
  });

  test("begins another optimiser as at its first step", async () => {
    const whole = await run(requireExperiment(network({})));
    const changes = { optimizer: { kind: "adam", stepSize: 0.01 } } as const;
    const forked = await fork(whole, 20, changes);
    // Adam's first step is η in each parameter, to within epsilon.
    const [first, second] = forked.rows.steps["distance"];
    expect(forked.rows.steps["loss"][0]).toBe(whole.rows.steps["loss"][20]);
    expect(Math.abs(second - first)).toBeLessThanOrEqual(0.01 * 5);
    expect(
      forked.kept[0].optimizer.map((part) => part.every((x) => x === 0)),
    ).toEqual([true, true, true]);
  });

  test("lets Adam remember, and the schedule count on", async () => {
    const adam = network({ optimizer: { kind: "adam", stepSize: 0.02 } });
    const whole = await run(requireExperiment(adam));
    const changes = { optimizer: { kind: "adam", stepSize: 0.01 } } as const;
    const forked = await fork(whole, 20, changes);
    const [, , [updates]] = forked.kept[0].optimizer;
    expect(updates).toBe(20);
  });

  test("measures other things from its step on", async () => {
    const whole = await run(requireExperiment(network({})));
    const measure = { sharpness: { every: 1, k: 3, trace: true } };
    const forked = await fork(whole, 20, { measure });
    expect(forked.rows.steps["loss"]).toEqual(
      whole.rows.steps["loss"].slice(20),
    );
    expect(forked.rows.spectrum["step"]).toEqual(forked.rows.steps["step"]);
    expect(Object.keys(forked.rows.spectrum)).toContain("lambda3");
    expect(Object.keys(forked.rows.spectrum)).toContain("trace");
    const fresh = whole.rows.spectrum["step"].indexOf(24);
    expect(forked.rows.spectrum["lambda1"][4]).toBeCloseTo(
      whole.rows.spectrum["lambda1"][fresh],
      6,
    );
  });

  test("at the end of a run, with more steps, continues it", async () => {
    const longer = await run(requireExperiment(network({ steps: 90 })));
    const short = await run(requireExperiment(network({})));
    const continued = await fork(short, 60, { steps: 90 });
    expect(continued.rows).toEqual(from(longer.rows, 60));
  });

  test("that is stopped before its first row has none", async () => {
    const whole = await run(requireExperiment(network({})));
    const beginning = { fork: forkOf(whole, 50), checkpoint: null };
    const stopped = await run(whole.spec, beginning, 0);
    expect([stopped.outcome, stopped.rows.steps]).toEqual(["stopped", {}]);
  });

  test("is refused where the data are no longer those of the run", async () => {
    const whole = await run(requireExperiment(network({})));
    const wrong = { ...forkOf(whole, 20), digest: "another" };
    await expect(
      run(whole.spec, { fork: wrong, checkpoint: null }),
    ).rejects.toMatchObject({ error: { code: "bad-experiment" } });
  });
});
