import type { z } from "zod";
import { toLabError } from "../errors";
import { limits, oneOf } from "../schema/fields";
import { named } from "../schema/words";
import { grouped } from "../text/grouped";
import { mostClasses } from "./class-names";
import {
  classDataset,
  classShape,
  numberDataset,
  type DataShape,
  type LoadedData,
} from "./dataset";
import { defineSource } from "./definition";
import * as fields from "./fields";
import { inputs, targets, type Inputs, type Targets } from "./inline/lists";
import { split, splitDataset, type Wish } from "./split";

interface Inline extends Wish {
  x: Inputs;
  y: Targets;
  targetKind?: "number" | "class" | undefined;
}

/** Data that stand in the experiment file itself. */
export const inline = defineSource({
  name: "inline",
  label: "Typed in",
  synonyms: ["arrays"],
  summary: "Numbers that you type in",
  contents:
    "Numbers or images typed into the experiment itself, with numbers or classes as targets.",
  fields: {
    x: inputs,
    y: targets,
    /** Whether y are numbers or classes; classes where they are texts, when left out. */
    targetKind: named(oneOf("Target kind", ["number", "class"]), {
      label: "The targets are",
      setting: "kind of target",
      choices: { number: "numbers", class: "classes" },
    }).optional(),
    samples: fields.someSamples(limits.samples.max),
    testSamples: fields.testSamples(limits.samples.max),
    split: fields.split,
    labelNoise: fields.labelNoise,
  },
  check,
  first: { x: [[-1], [0], [1]], y: [[1], [0], [1]] },
  describe: ({ x }) => `${x.length} samples in the file itself`,
  inSentence: () => "samples typed in",
  shape,
  samples: load,
  rows: ({ x }) => x.length,
  load,
  picture(spec) {
    const data = load(spec).train;
    if (data.inputShape.length > 1) return null;
    return { data, across: 0, up: Math.min(1, data.inputWidth - 1) };
  },
  unused: (spec) => [
    ...(hasImages(spec) ? ["x"] : []),
    ...(typeof spec.y[0] === "string" ? ["targetKind"] : []),
  ],
  note: (spec) =>
    hasImages(spec)
      ? "The inputs are images in the experiment itself; change them in its file."
      : null,
});

function check(spec: Inline, context: z.RefinementCtx) {
  // What is wrong within x or y comes first.
  if (context.issues.length > 0) return;
  const { x, y, targetKind } = spec;
  const refuse = (path: string, message: string, suggestion: string) =>
    context.addIssue({
      code: "custom",
      path: path.split("."),
      message,
      params: { suggestion },
    });
  if (x.length !== y.length)
    return refuse(
      "y",
      `y must have one row for each row of x. x has ${x.length}, y ${y.length}.`,
      `Write ${x.length} rows.`,
    );
  const [first] = y;
  if (targetKind === "number" && typeof first === "string")
    return refuse(
      "targetKind",
      "y contains texts, so its entries are classes.",
      'Set targetKind to "class".',
    );
  if (targetKind === "class" && Array.isArray(first) && first.length !== 1)
    return refuse(
      "y",
      `A class is a single entry for each sample, but the rows of y have ${first.length}.`,
      'Write one class for each row of x, or set "targetKind": "number".',
    );
  const classes = labelsOf(spec);
  if (classes && classes.names.length > mostClasses)
    return refuse(
      "y",
      `y may have at most ${grouped(mostClasses)} different classes.`,
      'Set targetKind to "number" if they are numbers to predict.',
    );
  try {
    split(spec, x.length, "y", classes?.labels ?? null);
  } catch (thrown) {
    for (const field of toLabError(thrown).fields ?? [])
      refuse(
        field.path.replace(/^data\./, ""),
        field.message,
        field.suggestion ?? "",
      );
  }
}

function shape(spec: Inline): DataShape {
  const inputShape = sampleShape(spec);
  const classes = labelsOf(spec);
  if (classes) return classShape(inputShape, classes.names.length);
  const [row] = spec.y;
  const targetWidth = Array.isArray(row) ? row.length : 1;
  return { inputShape, targetWidth, classes: null };
}

function hasImages(spec: Inline): boolean {
  return sampleShape(spec).length === 3;
}

/** The rows x and y as they stand. */
function load(spec: Inline): LoadedData {
  const values = {
    inputs: Float64Array.from(flat(spec.x)),
    inputShape: sampleShape(spec),
  };
  const classes = labelsOf(spec);
  const targets = Float64Array.from(classes ? [] : flat(spec.y as number[]));
  const all = classes
    ? classDataset(values, classes.labels, classes.names)
    : numberDataset(values, targets, targets.length / spec.y.length);
  return splitDataset(all, spec, "y");
}

/** Of one sample: [numbers], or [height, width, channels], one channel where x has none. */
function sampleShape({ x }: Pick<Inline, "x">): number[] {
  const shape: number[] = [];
  for (let row: unknown = x[0]; Array.isArray(row); row = row[0])
    shape.push(row.length);
  return shape.length === 2 ? [...shape, 1] : shape;
}

/**
 * The class of each sample, as its place in `names`; null where the targets are numbers. Classes are
 * sorted, as numbers where all are numbers.
 */
function labelsOf({ y, targetKind }: Pick<Inline, "y" | "targetKind">): {
  labels: number[];
  names: string[];
} | null {
  const kind = targetKind ?? (typeof y[0] === "string" ? "class" : "number");
  if (kind === "number") return null;
  const values = y.flat();
  const order = [...new Set<string | number>(values)];
  order.sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(order.map((value, place) => [value, place]));
  return {
    labels: values.map((value) => places.get(value) as number),
    names: order.map(String),
  };
}

function flat(nested: readonly unknown[]): number[] {
  return nested.flat(3) as number[];
}
