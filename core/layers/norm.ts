/** What layers that normalise have in common. */
import { power } from "../derivatives/functions";
import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import { between } from "../schema/fields";
import type { ParameterShape } from "./definition";

export const normFields = {
  epsilon: between(
    {
      label: "ϵ of the norm",
      symbol: "ϵ",
      help: "Added to the variance to avoid a division by 0.",
      setting: "ϵ of a norm",
    },
    1e-12,
    1,
  ).default(1e-5),
};

/** γ, which starts at 1, and β, which starts at 0. */
export function gainAndShift(columns: number): ParameterShape[] {
  const shape = { rows: 1, columns, fanIn: 1, fanOut: 1 };
  return [
    { ...shape, kind: "gain", role: "weight" },
    { ...shape, kind: "shift", role: "bias" },
  ];
}

/**
 * γ∘(x − μ)/√(σ² + ϵ) + β on rows, σ² the mean of (x − μ)². Composed of operations with exact derivatives of all
 * orders.
 * @param mean what averages, in the shape of its argument
 */
export function normalised<T>(
  graph: Graph<T>,
  x: Node,
  [gain, shift]: Node[],
  epsilon: number,
  mean: (a: Node) => Node,
): Node {
  const centred = graph.subtract(x, mean(x));
  const variance = mean(graph.multiply(centred, centred));
  const shifted = graph.affine(variance, 1, epsilon);
  const root = graph.apply(power(-0.5), shifted);
  const unit = graph.multiply(centred, root);
  return graph.addRow(graph.multiply(gain, unit), shift);
}

/** Values, slopes and gradients of the eight operations above. */
export const normNumbers = 18;
