import { tanh } from "../math/hyperbolic";
import { createRandom } from "../random";
import { between, whole } from "../schema/fields";
import { named } from "../schema/words";
import { numberDataset, type Dataset } from "./dataset";
import { defineSource } from "./definition";
import { drawnWith, fewer, mostDrawn, requireAtMost, total } from "./drawn";
import { drawn } from "./fields";

/** Products that may be formed: a few seconds' work. */
const mostProducts = 2_000_000_000;

interface Teacher {
  samples: number;
  testSamples?: number | undefined;
  seed: number;
  dimensions: number;
  hidden: number;
  outputs: number;
  noise: number;
}

export const teacher = defineSource({
  name: "teacher",
  label: "Teacher",
  summary: "Targets from a random network",
  contents:
    "Normal inputs; the targets are the outputs of a random tanh network, with noise if you like.",
  fields: {
    ...drawn,
    dimensions: whole("Dimensions", 1, 10_000).default(10),
    hidden: named(whole("Hidden", 1, 10_000), {
      label: "Hidden units",
      help: "Of the random network that makes the targets.",
    }).default(5),
    outputs: whole("Outputs", 1, 100).default(1),
    noise: between("Noise", 0, 1000).default(0),
  },
  check(spec, context) {
    const { dimensions, hidden, outputs } = spec;
    const numbers = total(spec) * (dimensions + outputs);
    requireAtMost(
      mostDrawn,
      "the sum of dimensions and outputs",
      numbers,
      spec,
      context,
    );
    requireAtMost(
      mostProducts,
      "hidden times the sum of dimensions and outputs",
      numbers * hidden,
      spec,
      context,
    );
  },
  first: {},
  anyTargets: {
    message: "the targets of teacher may be negative",
    suggestion:
      "Use mse, or gaussian or spirals as data, whose targets are classes.",
  },
  describe: ({ hidden, dimensions }) =>
    `A random tanh network of ${hidden} units on ${dimensions} normal inputs`,
  inSentence: () => "samples of a random tanh network",
  shape: ({ dimensions, outputs }) => ({
    inputShape: [dimensions],
    targetWidth: outputs,
    classes: null,
  }),
  load: answers,
  picture: (spec, most) => ({
    data: answers(fewer(spec, most)).train,
    across: 0,
    up: 0,
  }),
});

/**
 * y = W₂·tanh(W₁x) + noise·ε with standard normal x [dimensions] and ε [outputs], and weights from
 * N(0, 1/fan_in), W₁ [hidden, dimensions] and W₂ [outputs, hidden].
 */
function answers(spec: Teacher) {
  const { dimensions, hidden, outputs, noise } = spec;
  const random = createRandom(spec.seed);
  const normals = (n: number, deviation: number) =>
    Float64Array.from({ length: n }, () => deviation * random.normal());
  const first = normals(hidden * dimensions, 1 / Math.sqrt(dimensions));
  const second = normals(outputs * hidden, 1 / Math.sqrt(hidden));
  const draw = (count: number): Dataset => {
    const inputs = new Float64Array(count * dimensions);
    const targets = new Float64Array(count * outputs);
    for (let i = 0; i < count; i++) {
      const x = normals(dimensions, 1);
      // Drawn also where noise is 0, so that the inputs do not depend on it.
      const error = normals(outputs, noise);
      const y = multiply(second, multiply(first, x).map(tanh));
      inputs.set(x, i * dimensions);
      for (let j = 0; j < outputs; j++)
        targets[i * outputs + j] = y[j] + error[j];
    }
    const values = { inputs, inputShape: [dimensions] };
    return numberDataset(values, targets, outputs);
  };
  return drawnWith(draw, spec);
}

/** A row-major matrix times a vector. */
function multiply(matrix: Float64Array, x: Float64Array): Float64Array {
  const columns = x.length;
  const y = new Float64Array(matrix.length / columns);
  for (let i = 0; i < y.length; i++)
    for (let j = 0; j < columns; j++) y[i] += matrix[i * columns + j] * x[j];
  return y;
}
