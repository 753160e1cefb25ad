/** A look at data that the window can make by itself. */
import { chebyshev } from "../../../core/data/chebyshev";
import type { Dataset } from "../../../core/data/dataset";
import { gaussian } from "../../../core/data/gaussian";
import { inline } from "../../../core/data/inline";
import { iris } from "../../../core/data/iris";
import { spirals } from "../../../core/data/spirals";
import { teacher } from "../../../core/data/teacher";
import type { DataSpec } from "../../../core/experiment/spec";

/** Points of the unit square, y upwards; `group` is the class. */
export interface Point {
  x: number;
  y: number;
  group: number;
}

/** Enough to see the shape of the data, few enough to be drawn at every key. */
const most = 160;

/** Null where the data are in a file. The data must be valid. */
export function preview(data: DataSpec): Point[] | null {
  switch (data.source) {
    case "chebyshev":
      return points(chebyshev(data.degree, Math.min(most, data.samples)), 0);
    case "gaussian":
      return points(gaussian(few(data)), Math.min(1, data.dimensions - 1));
    case "spirals":
      return points(spirals(few(data)).train, 1);
    case "teacher":
      return points(teacher(few(data)).train, 0);
    case "iris":
      // Length and width of the petals tell the species apart best.
      return points(iris(data).train, 3, 2);
    case "inline":
      return inlinePoints(inline(data).train);
    default:
      return null;
  }
}

/** Images are looked at as such. */
function inlinePoints(data: Dataset): Point[] | null {
  if (data.inputShape.length > 1) return null;
  return points(
    data,
    data.classes === null ? 0 : Math.min(1, data.inputWidth - 1),
  );
}

function few<T extends { samples: number; testSamples?: number | undefined }>(
  data: T,
): T {
  return {
    ...data,
    samples: Math.min(most, data.samples),
    testSamples: undefined,
  };
}

/** Two inputs against each other where there are classes, else the target against an input. */
function points(
  data: Dataset | { train: Dataset },
  second: number,
  first = 0,
): Point[] {
  const { samples, inputs, inputWidth, targets, targetWidth, classes } =
    "train" in data ? data.train : data;
  const rows = Array.from({ length: Math.min(most, samples) }, (_, i) => {
    const own = targets.subarray(i * targetWidth, (i + 1) * targetWidth);
    const x = inputs[i * inputWidth + first];
    return classes === null
      ? { x, y: own[0], group: 0 }
      : { x, y: inputs[i * inputWidth + second], group: own.indexOf(1) };
  });
  const across = scale(rows.map(({ x }) => x));
  const up = scale(rows.map(({ y }) => y));
  return rows.map(({ x, y, group }) => ({ x: across(x), y: up(y), group }));
}

function scale(values: number[]): (value: number) => number {
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  return (value) => (span > 0 ? (value - least) / span : 0.5);
}
