/** Where the parameters of a network begin: a scheme, a definition each. */
import { z } from "zod";
import { squared } from "../math/squared";
import { sin } from "../math/trigonometric";
import { createRandom, type Random } from "../random";
import {
  definitionOf,
  unionOf,
  type FieldsDefinition,
} from "../schema/definition";
import {
  between,
  numbers,
  oneOf,
  path,
  positive,
  seed,
} from "../schema/fields";
import { named } from "../schema/words";
import type { ParameterShape } from "./definition";
import { drawHe, drawUniformFanIn, drawXavier, normal, weights } from "./draw";
import { layerInitOf } from "./layer-init";

/** Where starting weights are read from, and how. */
export interface WeightsFile {
  path: string;
  /** By the names of the arrays, or in their order in the file. */
  match: "name" | "order";
  /** What the names of the arrays begin with. */
  prefix: string;
  /** How dense layers behind images number their inputs. */
  channels: "last" | "first";
}

interface InitDefinition<Spec = object> extends FieldsDefinition {
  /** Whether each seed gives other weights. */
  readonly isRandom?: boolean;
  /** The values of its fields without a default, as the design screen first offers it; a path is left out then. */
  readonly first?: object;
  /** The file that holds all values, where they are not drawn. */
  file?(spec: Spec): WeightsFile;
  /** For each array the source of its values, row by row; null leaves zeros. */
  draw?(
    spec: Spec,
    random: Random,
  ): (shape: ParameterShape) => (() => number) | null;
}

/** Fields of all schemes but those that give every number. */
const drawn = {
  seed: named(seed, {
    label: "Seed",
    help: "The same seed gives the same starting weights.",
  }),
  biasNoise: between(
    {
      label: "Bias noise",
      help: "Standard deviation of normal noise on all biases, to break exact symmetries.",
    },
    0,
    10,
  ).default(0),
};

type Schema<Name extends string, Fields extends z.core.$ZodShape> = z.ZodObject<
  { scheme: z.ZodLiteral<Name> } & Fields,
  z.core.$strict
>;

function defineInit<
  const Name extends string,
  Fields extends z.core.$ZodShape,
>({
  fields,
  ...definition
}: Omit<InitDefinition<z.output<Schema<Name, Fields>>>, "schema" | "name"> & {
  name: Name;
  fields: Fields;
}) {
  const scheme = z.literal(definition.name);
  const schema: Schema<Name, Fields> = z.strictObject({ scheme, ...fields });
  return { ...definition, schema };
}

const uniformInstead = (name: string) =>
  `Use "${name}" for the same variance with uniform instead of normal numbers.`;
const normalInstead = (name: string) =>
  `Use "${name}" for the same variance with normal instead of uniform numbers.`;

export const inits = [
  defineInit({
    name: "uniform-fan-in",
    label: "Uniform in ±1/√fan-in",
    synonyms: ["pytorch", "default"],
    isRandom: true,
    fields: drawn,
    draw: (_spec, random) => drawUniformFanIn(random),
  }),
  defineInit({
    name: "xavier",
    label: "Xavier, uniform",
    synonyms: ["glorot", "glorotuniform", "xavieruniform"],
    remarks: {
      xaviernormal: uniformInstead("xavier"),
      glorotnormal: uniformInstead("xavier"),
    },
    isRandom: true,
    fields: drawn,
    draw: (_spec, random) => drawXavier(random),
  }),
  defineInit({
    name: "he",
    label: "He, normal",
    synonyms: ["kaiming", "kaimingnormal", "henormal"],
    remarks: {
      heuniform: normalInstead("he"),
      kaiminguniform: normalInstead("he"),
    },
    isRandom: true,
    fields: drawn,
    draw: (_spec, random) => drawHe(random),
  }),
  defineInit({
    name: "uniform-weights",
    label: "Uniform in ±1/√fan-in, biases 0",
    isRandom: true,
    fields: drawn,
    draw: (_spec, random) => weights(drawUniformFanIn(random)),
  }),
  /** Weights normal with this standard deviation, biases 0. */
  defineInit({
    name: "normal",
    label: "Normal",
    synonyms: ["gaussian", "randn"],
    isRandom: true,
    fields: {
      std: positive(
        { label: "Standard deviation", setting: "initial spread" },
        100,
      ).default(0.1),
      ...drawn,
    },
    draw: ({ std }, random) => weights(() => normal(random, std)),
  }),
  /** w_k = √(2/fan_in)·sin((k+1)²), biases 0: the same in every program. */
  defineInit({
    name: "sine",
    label: "Sine (deterministic)",
    fields: drawn,
    draw() {
      let k = 0;
      return weights(
        ({ fanIn }) =>
          () =>
            Math.sqrt(2 / fanIn) * sin(squared(++k)),
      );
    },
  }),
  /** The whole flat parameter vector. */
  defineInit({
    name: "explicit",
    label: "Numbers given",
    synonyms: ["custom"],
    remarks: { zeros: 'Use "explicit" and write the values.' },
    fields: {
      values: numbers(
        {
          label: "Parameters",
          help: "One number for each parameter, layer by layer: weights, then biases.",
          setting: "initial values",
        },
        1_000_000,
      ),
    },
    first: { values: [0] },
    draw({ values }) {
      let i = 0;
      return () => () => values[i++];
    },
  }),
  /** Arrays of a NumPy archive or of safetensors. */
  defineInit({
    name: "weights-file",
    label: "From a file",
    synonyms: ["pretrained", "npz", "safetensors", "statedict"],
    fields: {
      path: path("Path", {
        label: "File of weights",
        setting: "file of weights",
        help: "A NumPy archive (.npz), a safetensors file, or one flat array (.npy).",
      }),
      match: oneOf(
        {
          label: "Match arrays",
          help: "By name: 0.weight, 0.bias, 2.weight, …; all layers are numbered from 0, as in nn.Sequential.",
          choices: { name: "by name", order: "in the order of the file" },
        },
        ["name", "order"],
      ).default("name"),
      prefix: named(
        z
          .string({ error: "The prefix must be text." })
          .max(200, "The prefix may have at most 200 characters.")
          .default(""),
        {
          label: "Prefix",
          setting: "prefix of the weights",
          help: 'The beginning of the names, such as "final/" in a file that the lab exported. Can be empty.',
        },
      ),
      channels: oneOf(
        {
          label: "Flattened images",
          setting: "order of flattened images",
          help: "The order of the inputs of a dense layer that follows images: channels last as in the lab and Keras, or first as in PyTorch.",
          choices: { last: "channels last", first: "channels first" },
        },
        ["last", "first"],
      ).default("last"),
    },
    first: { path: "-" },
    file: (spec) => spec,
  }),
] as const;

export const initSchema = unionOf("scheme", "The scheme", inits);

export type InitSpec = z.output<typeof initSchema>;

const initDefinitions: readonly InitDefinition<InitSpec>[] = inits;

export function initOf({ scheme }: Pick<InitSpec, "scheme">) {
  return definitionOf(initDefinitions, scheme);
}

/** The file that starting weights are read from; null where they are drawn or given. */
export function weightsFile(init: InitSpec): WeightsFile | null {
  return initOf(init).file?.(init) ?? null;
}

/** The same scheme with the path of its file changed, if it has one. */
export function withWeightsPath(
  init: InitSpec,
  change: (path: string) => string,
): InitSpec {
  return "path" in init ? { ...init, path: change(init.path) } : init;
}

/**
 * The flat parameter vector at step 0: layers in order, weights [out][in] ([out][in][kh][kw] for a
 * convolution), then biases. A layer with an `init` of its own starts there. The same on every machine and backend.
 * Not of weights from a file.
 */
export function initialParameters(
  init: InitSpec,
  shapes: ParameterShape[],
): Float64Array {
  const total = shapes.reduce((sum, s) => sum + s.rows * s.columns, 0);
  const theta = new Float64Array(total);
  const random = createRandom("seed" in init ? init.seed : 0);
  const { draw: begin, label } = initOf(init);
  if (!begin) throw new Error(`Weights are not drawn: ${label}.`);
  const draw = begin(init, random);
  const isGiven = "values" in init;
  const sourceOf = (shape: ParameterShape) => {
    if (isGiven) return draw(shape);
    if (shape.kind === "gain") return () => 1;
    if (shape.kind === "shift") return null;
    return shape.init
      ? layerInitOf(shape.init).draw(random)(shape)
      : draw(shape);
  };
  const biases: Float64Array[] = [];
  let offset = 0;
  for (const shape of shapes) {
    const size = shape.rows * shape.columns;
    const values = theta.subarray(offset, offset + size);
    const next = sourceOf(shape);
    if (next) for (let i = 0; i < size; i++) values[i] = next();
    if (shape.kind === "bias") biases.push(values);
    offset += size;
  }
  const biasNoise = "biasNoise" in init ? init.biasNoise : 0;
  // Drawn last, so that the weights of a seed do not depend on it.
  if (biasNoise > 0)
    for (const values of biases)
      for (let i = 0; i < values.length; i++)
        values[i] += biasNoise * random.normal();
  return theta;
}
