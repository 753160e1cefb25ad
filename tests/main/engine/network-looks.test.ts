/** What is shown of a network at a step is what the network of the run does there. */
import { describe, expect, it } from "vitest";
import type { LookQuestion } from "../../../core/contract/engine";
import { loadDataset } from "../../../core/data/load";
import {
  isNetwork,
  type NetworkExperiment,
} from "../../../core/experiment/spec";
import { requireExperiment } from "../../../core/experiment/validate";
import type { Checkpoint } from "../../../core/run/checkpoint";
import { RunControl } from "../../../core/run/control";
import type { EngineInfo } from "../../../core/run/summary";
import { dataFiles } from "../../../main/engine/data-files";
import { execute } from "../../../main/engine/execute";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";
import { NetworkLooks } from "../../../main/engine/network-looks";
import { answer } from "../../core/views/support";

const loaded = loadTensorflow();
const surroundings = { files: dataFiles(), tensorflow: () => loaded };
const tanh = (units: number) => [
  { type: "dense", units },
  { type: "activation", fn: "tanh" },
];

interface Ran {
  spec: NetworkExperiment;
  engine: EngineInfo;
  /** θ of the run itself, by step. */
  states: Map<number, Checkpoint>;
  losses: number[];
}

/** A run with a checkpoint at every step. */
async function ran(changes: object): Promise<Ran> {
  const spec = requireExperiment({
    edgeLab: 1,
    name: "x",
    data: { source: "chebyshev", samples: 12 },
    model: {
      kind: "network",
      layers: [...tanh(8), { type: "dense", units: 1 }],
    },
    optimizer: { kind: "gd", stepSize: 0.2 },
    steps: 40,
    checkpoints: { every: 1 },
    ...changes,
  });
  if (!isNetwork(spec)) throw new Error("It is a landscape.");
  let engine = null as EngineInfo | null;
  const states = new Map<number, Checkpoint>();
  const losses: number[] = [];
  const updates = execute(spec, {
    ...surroundings,
    control: new RunControl(),
    onStarted: (info) => void (engine = info),
  });
  for await (const update of updates) {
    if (update.type !== "batch") continue;
    losses.push(...(update.batch.steps.loss ?? []));
    for (const kept of update.kept ?? []) states.set(kept.step, kept);
  }
  if (!engine) throw new Error("It did not start.");
  return { spec, engine, states, losses };
}

function question(
  { spec, engine }: Ran,
  step: number,
  changes = {},
): LookQuestion {
  return {
    kind: "look",
    runId: 1,
    spec,
    engine,
    fork: null,
    step,
    checkpoint: null,
    patience: 60_000,
    along: false,
    ...changes,
  };
}

const look = (looks: NetworkLooks, asked: LookQuestion) =>
  looks.look(asked, new RunControl());

const classes = (n: number) => ({
  model: { kind: "network", layers: [...tanh(6), { type: "dense", units: n }] },
  loss: "cross-entropy",
});
const five = [3, 11, 12, 27, 40];

const cases: [string, object][] = [
  ["one input", {}],
  [
    "one input, with momentum",
    { optimizer: { kind: "polyak", stepSize: 0.05 } },
  ],
  ["two inputs", { data: { source: "spirals", samples: 40 }, ...classes(2) }],
  [
    "two inputs, Adam and weight decay",
    {
      data: { source: "gaussian", samples: 30, testSamples: 10 },
      ...classes(2),
      optimizer: { kind: "adam", stepSize: 0.02, weightDecay: 0.01 },
    },
  ],
  ["a table", { data: { source: "iris", testSamples: 20 }, ...classes(3) }],
  [
    "digits",
    {
      data: { source: "mnist", samples: 60, testSamples: 30 },
      ...classes(10),
      steps: 40,
      measure: { sharpness: { every: 20 } },
    },
  ],
  [
    "digits in float32",
    {
      data: { source: "mnist", samples: 60, testSamples: 30 },
      ...classes(10),
      precision: "float32",
      measure: { sharpness: { every: 20 } },
    },
  ],
];

describe.each(cases)("the network of a run on %s", (_, changes) => {
  it("is that of the run at five steps, forwards and backwards", async () => {
    const run = await ran(changes);
    const digits = run.engine.precision === "float64" ? 10 : 4;
    const { train, test } = await loadDataset(
      run.spec.data,
      surroundings.files,
    );
    const looks = new NetworkLooks(surroundings);
    for (const step of [...five, ...five.toReversed()]) {
      const theta = run.states.get(step)?.theta;
      if (!theta) throw new Error(`There is no state at ${step}.`);
      const {
        step: shown,
        picture,
        seen,
      } = await look(looks, question(run, step));
      expect(shown).toBe(step);
      // To the last bit: the losses on the way are those that the run recorded.
      expect(seen).toEqual({ step: step - 1, loss: run.losses[step - 1] });
      const f = (x: ArrayLike<number>) => answer(run.spec, theta, x);
      const rows = (data: NonNullable<typeof test>) =>
        Array.from({ length: data.samples }, (_, i) =>
          f(
            data.inputs.subarray(
              i * data.inputWidth,
              (i + 1) * data.inputWidth,
            ),
          ),
        );
      const largest = (y: number[]) => y.indexOf(Math.max(...y));
      if (picture?.kind === "curve") {
        picture.x.forEach((x, i) =>
          expect(picture.outputs[0][i]).toBeCloseTo(f([x])[0], digits),
        );
        rows(train).forEach(([y], i) =>
          expect(picture.train.predicted[0][i]).toBeCloseTo(y, digits),
        );
        expect(picture.train.targets[0]).toEqual(train.targets);
      } else if (picture?.kind === "map") {
        const { x, y, size, cells, values } = picture;
        for (let row = 0; row < size; row += 4)
          for (let column = 0; column < size; column++) {
            const place = [
              x.min + ((x.max - x.min) * (column + 0.5)) / size,
              y.min + ((y.max - y.min) * (row + 0.5)) / size,
            ];
            const [a, b] = f(place);
            const at = row * size + column;
            expect(values[at]).toBeCloseTo(Math.abs(a - b), digits);
            if (Math.abs(a - b) > 1e-9)
              expect(cells?.[at]).toBe(a >= b ? 0 : 1);
          }
        expect([...picture.train.predicted]).toEqual(rows(train).map(largest));
        if (test)
          expect([...(picture.test?.predicted ?? [])]).toEqual(
            rows(test).map(largest),
          );
      } else if (picture?.kind === "classes") {
        expect([...picture.train.predicted]).toEqual(rows(train).map(largest));
        if (!test) throw new Error("There are test samples.");
        expect([...(picture.test?.predicted ?? [])]).toEqual(
          rows(test).map(largest),
        );
        const wrong = picture.test?.images.map(({ index }) => {
          const { target, predicted } = picture.test ?? picture.train;
          return target[index] !== predicted[index];
        });
        // Mistakes first.
        expect(wrong).toEqual(wrong?.toSorted((a, b) => Number(b) - Number(a)));
      } else throw new Error("There is no picture.");
    }
  });
});

describe("looking at a network", () => {
  it("goes from a checkpoint where one is nearer, and says that nothing was computed again", async () => {
    const run = await ran({ optimizer: { kind: "nesterov", stepSize: 0.05 } });
    const checkpoint = run.states.get(30) ?? null;
    const looks = new NetworkLooks(surroundings);
    const at = await look(looks, question(run, 30, { checkpoint }));
    expect(at).toMatchObject({ step: 30, seen: null });
    const later = await look(looks, question(run, 33));
    expect(later.seen).toEqual({ step: 32, loss: run.losses[32] });
    const straight = await look(
      new NetworkLooks(surroundings),
      question(run, 33),
    );
    expect(later.picture).toEqual(straight.picture);
  });

  it("answers with the step that it has come to when its patience ends, and goes on from there", async () => {
    const run = await ran({});
    const looks = new NetworkLooks(surroundings);
    const steps: number[] = [];
    do {
      const { step } = await look(looks, question(run, 5, { patience: 0 }));
      steps.push(step);
    } while (steps[steps.length - 1] < 5 && steps.length < 9);
    expect(steps).toEqual([1, 2, 3, 4, 5]);
  });

  it("gives the loss along the top eigenvector at the step, and its parabola", async () => {
    const run = await ran({
      optimizer: { kind: "gd", stepSize: 0.2, weightDecay: 0.1 },
    });
    const looks = new NetworkLooks(surroundings);
    const { along } = await look(looks, question(run, 25, { along: true }));
    if (!along) throw new Error("There is no line.");
    expect(along.loss).toBeCloseTo(run.losses[25], 12);
    const { s, losses, slope, sharpness, loss } = along;
    const [a, m, b] = [29, 30, 31];
    const h = s[b];
    expect(s[m]).toBe(0);
    expect((losses[b] - losses[a]) / (2 * h)).toBeCloseTo(slope, 2);
    expect((losses[b] - 2 * loss + losses[a]) / (h * h)).toBeCloseTo(
      sharpness,
      1,
    );
  });

  it("refuses data that are no longer those of the run", async () => {
    const run = await ran({});
    const other = await ran({ data: { source: "chebyshev", samples: 13 } });
    const looks = new NetworkLooks(surroundings);
    await expect(
      look(looks, question({ ...run, spec: other.spec }, 2)),
    ).rejects.toMatchObject({ error: { code: "bad-experiment" } });
  });
});
