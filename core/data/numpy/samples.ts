/** Samples of two NumPy arrays: inputs [n, …] and targets [n], [n, 1] or [n, outputs]. */
import { grouped } from "../../text/grouped";
import { mostClasses } from "../class-names";
import { classDataset, numberDataset, type Dataset } from "../dataset";
import { badField, badFile } from "../refuse";
import { requireSize } from "../split";
import type { NumberArray } from "./npy";

/** How the arrays are to be understood. */
export interface Reading {
  targetKind: "class" | "number";
  channels: "last" | "first";
}

/** An array, and what messages call it. */
export interface Named extends NumberArray {
  what: string;
}

/**
 * @param known values of the classes in their order; those of the targets where it is left out
 * @throws LabFailure that names the array and, for a value, its place
 */
export function samplesOf(
  inputs: Named,
  targets: Named,
  { targetKind, channels }: Reading,
  known: number[] | null = null,
): Dataset {
  const [count, ...rest] = inputs.shape;
  if (inputs.shape.length < 1 || inputs.shape.length > 4)
    throw badFile(
      `${inputs.what} has ${grouped(inputs.shape.length)} dimensions; inputs are (samples, numbers), or images as (samples, height, width) or with channels.`,
      "Reshape the array.",
    );
  if (targets.shape[0] !== count)
    throw badFile(
      `${inputs.what} has ${grouped(count)} samples, and ${targets.what} has ${grouped(targets.shape[0] ?? 0)}.`,
      "Choose arrays with the same number of rows.",
    );
  if (inputs.values.length === 0 && count > 0)
    throw badFile(`The samples of ${inputs.what} are empty.`, "Reshape it.");
  if (count === 0)
    throw badFile(
      `${inputs.what} contains no samples.`,
      "Choose an array with samples.",
    );
  requireFinite(inputs);
  requireFinite(targets);
  const classes = targetKind === "class" ? (known ?? classesOf(targets)) : null;
  const width = targets.values.length / count;
  requireSize(
    count,
    inputs.values.length / count + (classes?.length ?? width),
    inputs.what,
  );
  const values = arranged(inputs, rest, channels);
  if (!classes) {
    if (targets.shape.length > 2)
      throw badFile(
        `${targets.what} has ${targets.shape.length} dimensions; targets are (samples,) or (samples, numbers).`,
        "Reshape the array.",
      );
    return numberDataset(values, targets.values, width);
  }
  const places = new Map(classes.map((value, place) => [value, place]));
  const labels = Array.from(targets.values, (value, row) => {
    const place = places.get(value);
    if (place !== undefined) return place;
    throw badFile(
      `${targets.what}, row ${grouped(row + 1)}: the class ${value} is not among those of the training samples.`,
      "Include training samples of each class.",
    );
  });
  return classDataset(values, labels, classes.map(String));
}

/** The different values, ascending. */
export function classesOf({ values, shape, isWhole, what }: Named): number[] {
  const isColumn = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  const asNumbers = 'Set targetKind to "number".';
  if (!isColumn)
    throw badField(
      "data.targetKind",
      `A class is one whole number per sample, but ${what} has the shape (${shape.join(", ")}).`,
      `${asNumbers} One-hot targets are numbers too.`,
    );
  const broken = isWhole
    ? -1
    : values.findIndex((one) => !Number.isInteger(one));
  if (broken >= 0)
    throw badField(
      "data.targetKind",
      `Classes are whole numbers, and ${what} has ${values[broken]} in row ${grouped(broken + 1)}.`,
      asNumbers,
    );
  const classes = [...new Set(values)].sort((a, b) => a - b);
  if (classes.length > mostClasses)
    throw badField(
      "data.targetKind",
      `${what} has ${grouped(classes.length)} different values, but there may be at most ${grouped(mostClasses)} classes.`,
      asNumbers,
    );
  return classes;
}

/** One sample as [numbers] or [height, width, channels]. */
function arranged(
  { values }: Named,
  shape: number[],
  channels: Reading["channels"],
) {
  if (shape.length === 0) return { inputs: values, inputShape: [1] };
  if (shape.length === 1) return { inputs: values, inputShape: shape };
  if (shape.length === 2) return { inputs: values, inputShape: [...shape, 1] };
  if (channels === "last") return { inputs: values, inputShape: shape };
  const [depth, height, width] = shape;
  const plane = height * width;
  const inputs = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const place = i % plane;
    const channel = Math.floor(i / plane) % depth;
    const image = i - (i % (plane * depth));
    inputs[image + place * depth + channel] = values[i];
  }
  return { inputs, inputShape: [height, width, depth] };
}

function requireFinite({ values, shape, what }: Named) {
  const place = values.findIndex((value) => !Number.isFinite(value));
  if (place < 0) return;
  const width = values.length / shape[0];
  throw badFile(
    `${what}, row ${grouped(Math.floor(place / width) + 1)}, holds ${values[place]} at place ${grouped((place % width) + 1)} of the row.`,
    "Leave such samples out, or replace the value.",
  );
}
