/**
 * Prints a hash of the Float64 bits of what runs and formulas give, as JSON by name. It is bundled for
 * plain Node and run under several versions.
 */
import { peakOf } from "../../../core/optimizers/step-size";
import { createHash } from "node:crypto";
import type { ExperimentInput } from "../../../core/experiment/spec";
import { expandSweep } from "../../../core/experiment/sweep/expand";
import { requireExperiment } from "../../../core/experiment/validate";
import { readFormula } from "../../../core/landscapes/formula/read";
import { functions } from "../../../core/landscapes/functions";
import { TapeObjective } from "../../../core/landscapes/tape-objective";
import { createRandom } from "../../../core/random";
import { RunControl } from "../../../core/run/control";
import { tableNames } from "../../../core/series/columns";
import { prepareRun } from "../../../main/engine/prepare";

const hashes: Record<string, string> = {};

function bitsOf(numbers: Iterable<number>): string {
  const bytes = new Uint8Array(Float64Array.from(numbers).buffer);
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** Every recorded column of a run but its running time. */
async function run(name: string, input: ExperimentInput) {
  const nothing = () => {
    throw new Error("The probe reads no files and needs no TensorFlow.");
  };
  const { updates, release } = await prepareRun(requireExperiment(input), {
    files: { bytes: nothing, text: nothing, members: nothing, digits: nothing },
    tensorflow: nothing,
  });
  const columns: Record<string, number[]> = {};
  for await (const update of updates(new RunControl()))
    if (update.type === "batch")
      for (const table of tableNames)
        for (const [column, values] of Object.entries(update.batch[table]))
          (columns[`${table}.${column}`] ??= []).push(...values);
  release();
  delete columns["steps.seconds"];
  if (columns["steps.loss"].length !== input.steps + 1)
    throw new Error(`${name} ended early.`);
  hashes[name] = bitsOf(Object.values(columns).flat());
}

const golden: ExperimentInput = {
  edgeLab: 1,
  name: "golden",
  data: { source: "chebyshev", degree: 3, samples: 20 },
  model: {
    kind: "network",
    init: { scheme: "sine" },
    layers: [
      { type: "dense", units: 20 },
      { type: "activation", fn: "tanh" },
      { type: "dense", units: 1 },
    ],
  },
  optimizer: { kind: "gd", stepSize: 0.3 },
  steps: 1500,
  measure: { sharpness: { every: 5, k: 2 } },
  precision: "float64",
};
const network = golden.model as Extract<
  ExperimentInput["model"],
  { kind: "network" }
>;

await run("golden", golden);
for (const optimizer of [
  { kind: "adam", stepSize: 0.001 },
  { kind: "rmsprop", stepSize: 0.001 },
  { kind: "gradient-flow", stepSize: 0.2 },
] satisfies ExperimentInput["optimizer"][])
  await run(optimizer.kind, { ...golden, optimizer, steps: 400 });
for (const fn of ["gelu", "swish", "sigmoid", "softplus", "elu"] as const)
  await run(fn, {
    ...golden,
    model: {
      ...network,
      init: { scheme: "he", seed: 3 },
      layers: [
        { type: "dense", units: 20 },
        { type: "activation", fn },
        { type: "dense", units: 1 },
      ],
    },
    steps: 400,
  });
await run("cross-entropy", {
  ...golden,
  data: { source: "spirals", samples: 60, classes: 3, noise: 0.1, seed: 1 },
  model: {
    ...network,
    layers: [...network.layers.slice(0, 2), { type: "dense", units: 3 }],
  },
  loss: "cross-entropy",
  steps: 400,
});

const sweep = expandSweep(requireExperiment(golden), {
  vary: {
    "optimizer.stepSize": { from: 0.013, to: 0.77, count: 200, scale: "log" },
  },
});
hashes["sweep"] = bitsOf(
  sweep.map(({ optimizer }) => peakOf(optimizer.stepSize)),
);

/** Values and first three derivatives of a formula of x at points of its domain. */
function formula(text: string, least = -3, most = 3) {
  const { tape, loss } = readFormula(text, ["x"]);
  const objective = new TapeObjective(tape, loss);
  const random = createRandom(11);
  const numbers: number[] = [];
  const one = Float64Array.of(1);
  for (let i = 0; i < 2000; i++) {
    const x = least + (most - least) * random.uniform();
    const at = objective.linearize(Float64Array.of(x));
    numbers.push(at.loss, ...at.gradient, ...at.hvp(one), ...at.third(one));
    at.dispose();
  }
  hashes[text] = bitsOf(numbers);
}

const domains: Record<string, [number, number]> = {
  asin: [-1, 1],
  acos: [-1, 1],
  log: [0, 50],
  ln: [0, 50],
  log10: [0, 50],
  log2: [0, 50],
  sqrt: [0, 50],
  sin: [-1e4, 1e4],
  cos: [-1e4, 1e4],
  tan: [-1e4, 1e4],
};
for (const name of functions.keys())
  formula(`${name}(x)`, ...(domains[name] ?? []));
for (const power of ["x^3", "x^7", "x^-3", "1.7^x", "2^x"]) formula(power);
for (const power of ["x^2.5", "x^0.3", "x^x", "x^-0.7"]) formula(power, 0, 20);

console.log(JSON.stringify(hashes));
