import { classDataset, numberDataset, type LoadedData } from "./dataset";
import type { Source } from "./files";
import { splitDataset } from "./split";

type Inline = Source<"inline">;

/** The rows x and y as they stand. */
export function inline(spec: Inline): LoadedData {
  const values = {
    inputs: Float64Array.from(flat(spec.x)),
    inputShape: inlineShape(spec),
  };
  const classes = inlineLabels(spec);
  const targets = Float64Array.from(classes ? [] : flat(spec.y as number[]));
  const all = classes
    ? classDataset(values, classes.labels, classes.names)
    : numberDataset(values, targets, targets.length / spec.y.length);
  return splitDataset(all, spec, "y");
}

/** Of one sample: [numbers], or [height, width, channels], one channel where x has none. */
export function inlineShape({ x }: Pick<Inline, "x">): number[] {
  const shape: number[] = [];
  for (let row: unknown = x[0]; Array.isArray(row); row = row[0])
    shape.push(row.length);
  return shape.length === 2 ? [...shape, 1] : shape;
}

/**
 * The class of each sample, as its place in `names`; null where the targets are numbers. Classes are
 * sorted, as numbers where all are numbers.
 */
export function inlineLabels({
  y,
  targetKind,
}: Pick<Inline, "y" | "targetKind">): {
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
