import type { DataFiles } from "../data/files";
import type { NumberArray } from "../data/numpy/npy";
import { badField, badFile } from "../data/refuse";
import { channelsLast, flattenedImages } from "../layers/flattened";
import type { WeightsFile } from "../layers/init";
import { namedParameters, type NamedParameter } from "../layers/names";
import type { Shape } from "../layers/shape";
import type { LayerSpec } from "../layers/spec";
import { grouped } from "../text/grouped";
import { listed } from "../text/listed";
import { readArrays, type WeightArrays } from "./arrays";

/** Names of arrays that a message lists. */
const mostListed = 8;

/**
 * The flat parameter vector of a network from a file.
 * @throws LabFailure `bad-experiment` that names the file, and the array where its name or shape does not fit
 */
export async function loadWeights(
  from: WeightsFile,
  layers: readonly LayerSpec[],
  input: Shape,
  files: DataFiles,
): Promise<Float64Array> {
  const wanted = namedParameters(layers, input);
  const read = withPrefix(await readArrays(from.path, files), from);
  const flat = flatArray(read, from, wanted);
  const parts = flat
    ? cut(flat.values, wanted)
    : arraysFor(wanted, read, from).map(({ what, array, parameter }) => {
        requireShape(array, parameter, what);
        requireFinite(array.values, what);
        return array.values;
      });
  if (flat) requireFinite(flat.values, from.path);
  const images = flattenedImages(layers, input);
  const theta = new Float64Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let offset = 0;
  parts.forEach((part, i) => {
    const image = from.channels === "first" ? images[i] : null;
    theta.set(image ? channelsLast(part, image) : part, offset);
    offset += part.length;
  });
  return theta;
}

function withPrefix(
  { arrays, isOrdered }: WeightArrays,
  { prefix, match, path }: WeightsFile,
): WeightArrays {
  if (match === "name") return { arrays, isOrdered };
  const chosen = [...arrays].filter(([name]) => name.startsWith(prefix));
  if (chosen.length === 0)
    throw badField(
      "model.init.prefix",
      `${path} has no array whose name begins with "${prefix}"; ${has(arrays)}.`,
      "Correct the prefix, or leave it empty.",
    );
  return { arrays: new Map(chosen), isOrdered };
}

/** One array with all parameters, one after the other; null where the file has several. */
function flatArray(
  { arrays }: WeightArrays,
  { path, match }: WeightsFile,
  wanted: readonly NamedParameter[],
): NumberArray | null {
  const [first, ...others] = arrays;
  if (others.length > 0 || !first || (match === "name" && first[0] !== ""))
    return null;
  const [name, array] = first;
  if (match === "order" && wanted.length === 1 && array.shape.length > 1)
    return null;
  const size = wanted.reduce(
    (sum, { rows, columns }) => sum + rows * columns,
    0,
  );
  if (array.shape.length === 1 && array.values.length === size) return array;
  throw badFile(
    `${path}${name && `, array ${name},`} has the shape (${array.shape.join(", ")}); as one flat array it needs all ${grouped(size)} parameters of the network.`,
    "Save the arrays one by one with numpy.savez, or all of them as one flat array.",
  );
}

function cut(values: Float64Array, wanted: readonly NamedParameter[]) {
  let offset = 0;
  return wanted.map(({ rows, columns }) =>
    values.subarray(offset, (offset += rows * columns)),
  );
}

interface Found {
  /** What a message calls it. */
  what: string;
  array: NumberArray;
  parameter: NamedParameter;
}

function arraysFor(
  wanted: readonly NamedParameter[],
  { arrays, isOrdered }: WeightArrays,
  from: WeightsFile,
): Found[] {
  const { path } = from;
  if (from.match === "name")
    return wanted.map((parameter) => {
      const name = `${from.prefix}${parameter.name}`;
      const array = arrays.get(name);
      if (!array) throw missing(name, wanted, arrays, from);
      return { what: `${path}, array ${name}`, array, parameter };
    });
  if (!isOrdered)
    throw badField(
      "model.init.match",
      `${path} is a safetensors file, which does not keep the order in which arrays were saved.`,
      'Set match to "name", or save the arrays with numpy.savez.',
    );
  const list = [...arrays];
  if (list.length !== wanted.length)
    throw badField(
      "model.init.match",
      `${path} has ${counted(list.length)} where the network has ${wanted.length}: ${listed(wanted.map(({ name, shape }) => `${name} (${shape.join(", ")})`).slice(0, mostListed))}${wanted.length > mostListed ? " and more" : ""}.`,
      "Save the same number of arrays in this order, or select arrays with a prefix of their names.",
    );
  return list.map(([name, array], i) => ({
    what: `${path}, array ${name}`,
    array,
    parameter: wanted[i],
  }));
}

function missing(
  name: string,
  wanted: readonly NamedParameter[],
  arrays: WeightArrays["arrays"],
  { path, prefix }: WeightsFile,
) {
  const own = wanted[0].name;
  const other = [...arrays.keys()]
    .filter((one) => one.endsWith(own))
    .map((one) => one.slice(0, -own.length))
    .find(
      (start) =>
        start !== prefix &&
        wanted.every((each) => arrays.has(`${start}${each.name}`)),
    );
  return badField(
    other === undefined ? "model.init.match" : "model.init.prefix",
    `${path} has no array ${name}; ${has(arrays)}.`,
    other === undefined
      ? 'Rename the arrays to 0.weight, 0.bias and so on, or set match to "order".'
      : `Set prefix to ${other === "" ? "an empty text" : `"${other}"`}.`,
  );
}

function requireShape(
  { shape }: NumberArray,
  { name, shape: needed, rows, columns }: NamedParameter,
  what: string,
) {
  const same = (other: readonly number[]) =>
    other.length === shape.length && other.every((n, i) => n === shape[i]);
  if (same(needed) || same([rows, columns])) return;
  const isTransposed = needed.length === 2 && same([columns, rows]);
  throw badFile(
    `${what} has the shape (${shape.join(", ")}); ${name} of the network needs (${needed.join(", ")}).`,
    isTransposed
      ? "Save its transpose: weights are [outputs, inputs]."
      : "Give weights of this network, or change its layers.",
  );
}

function requireFinite(values: Float64Array, what: string) {
  const place = values.findIndex((value) => !Number.isFinite(value));
  if (place >= 0)
    throw badFile(
      `${what} holds ${values[place]} at place ${grouped(place + 1)}; weights must be finite numbers.`,
      "Save the weights of an earlier step, before they diverged.",
    );
}

function has(arrays: WeightArrays["arrays"]): string {
  const names = [...arrays.keys()].map((name) => name.slice(0, 60));
  const shown = names.slice(0, mostListed);
  if (names.length > mostListed)
    return `it has ${shown.join(", ")} and ${names.length - mostListed} more`;
  return names.length === 0 ? "it has no arrays" : `it has ${listed(shown)}`;
}

function counted(arrays: number) {
  return `${arrays} array${arrays === 1 ? "" : "s"}`;
}
