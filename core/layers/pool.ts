import { limits, oneOf, whole } from "../schema/fields";
import { defineLayer } from "./definition";
import { requireImage, ShapeMismatch, width, type Shape } from "./shape";

/** The mean or the maximum of each window of size × size; rows and columns that fill no window are left out. */
export const pool = defineLayer({
  name: "pool",
  label: "Pool",
  remarks: {
    maxpool: 'Write {"type": "pool", "kind": "max"}.',
    maxpool2d: 'Write {"type": "pool", "kind": "max"}.',
    avgpool: 'Write {"type": "pool", "kind": "avg"}.',
    avgpool2d: 'Write {"type": "pool", "kind": "avg"}.',
  },
  fields: {
    kind: oneOf(
      {
        label: "Kind of pool",
        setting: "pooling",
        choices: { max: "Largest", avg: "Average" },
      },
      ["avg", "max"],
    ),
    size: whole(
      {
        label: "Size",
        setting: "pool size",
        help: "Height and width of a window.",
      },
      1,
      limits.kernel.max,
    ).default(2),
  },
  first: { kind: "max" },
  describe: ({ kind, size }) => `${kind} pool ${size}`,
  title: ({ kind, size }) =>
    `${kind === "max" ? "Max" : "Average"} pool, ${size} × ${size}`,
  kink: ({ kind }) => (kind === "max" ? "A max pool is piecewise" : null),
  outputShape,
  forward(graph, { kind, size }, x, _parameters, [height, width, channels]) {
    const geometry = { height, width, channels, size };
    return kind === "max"
      ? graph.maxPool(x, geometry)
      : graph.meanPool(x, geometry);
  },
  torch: ({ kind, size }) => [
    { code: `nn.${kind === "max" ? "MaxPool2d" : "AvgPool2d"}(${size})` },
  ],
  numbersKept: (spec, input) =>
    3 * width(outputShape(spec, input)) + width(input),
});

function outputShape({ size }: { size: number }, input: Shape): Shape {
  const [h, w, channels] = requireImage(input, "A pool layer");
  if (size > Math.min(h, w))
    throw new ShapeMismatch(
      `A pool of ${size} does not fit into an image of ${h} × ${w}.`,
    );
  return [Math.floor(h / size), Math.floor(w / size), channels];
}
