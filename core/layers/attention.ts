import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import type { Cover } from "../derivatives/softmax";
import { squared } from "../math/squared";
import { flag, limits, whole } from "../schema/fields";
import { defineLayer, type ParameterShape } from "./definition";
import { ownInit } from "./layer-init";
import { rowsOf } from "./rows";
import { requireSequence, ShapeMismatch, width, type Shape } from "./shape";

/** Far below every score: e to its power is exactly 0 in both precisions. */
const veryLow = -1e9;

const roles = ["query", "key", "value", "output"] as const;

const torchAttention = `class Attention(nn.Module):
    def __init__(self, width, heads, causal=False):
        super().__init__()
        self.heads, self.causal = heads, causal
        for name in ("query", "key", "value", "output"):
            self.register_parameter(name, nn.Parameter(torch.empty(width, width)))

    def forward(self, x):
        n, positions, width = x.shape

        def in_heads(weight):
            y = (x @ weight.T).reshape(n, positions, self.heads, -1)
            return y.transpose(1, 2)

        q, k, v = map(in_heads, (self.query, self.key, self.value))
        scores = q @ k.transpose(2, 3) / q.shape[-1] ** 0.5
        if self.causal:
            later = torch.ones(positions, positions, dtype=torch.bool).triu(1)
            scores = scores.masked_fill(later, -torch.inf)
        seen = scores.softmax(dim=-1) @ v
        return seen.transpose(1, 2).reshape(n, positions, width) @ self.output.T`;

/**
 * softmax(QKᵀ/√d)V over the positions of a sample, in heads of d = width/heads numbers each, and a projection of the
 * result. Q = xW_qᵀ, K and V likewise, without biases; all four matrices are [width, width].
 */
export const attention = defineLayer({
  name: "attention",
  label: "Attention",
  synonyms: ["selfattention", "multiheadattention", "mha"],
  fields: {
    heads: whole(
      { label: "Heads", help: "Each takes an equal part of the width." },
      1,
      limits.heads.max,
    ).default(2),
    causal: flag({
      label: "Causal",
      help: "A position attends only to itself and to earlier positions.",
      setting: "causal attention",
    }).default(false),
    init: ownInit,
  },
  first: {},
  describe: ({ heads, causal }) =>
    `${causal ? "causal " : ""}attention ${heads}`,
  title: ({ heads, causal }) =>
    `${causal ? "Causal attention" : "Attention"}, ${heads} head${heads === 1 ? "" : "s"}`,
  brief: ({ heads }) => `att${heads}`,
  outputShape,
  parameters({ init }, input) {
    const size = input[1];
    const shape = { rows: size, columns: size, fanIn: size, fanOut: size };
    return roles.map((role): ParameterShape => ({
      ...shape,
      kind: "weight",
      role,
      init,
    }));
  },
  forward(graph, { heads, causal }, x, [q, k, v, o], input, mask) {
    const [count, size] = input;
    const d = size / heads;
    const rows = rowsOf(graph, x, input);
    const inHeads = (weights: Node) => {
      const all = graph.reshape(graph.dense(rows, weights, null), d);
      return graph.swapRows(all, count, heads);
    };
    const products = graph.matmul(inHeads(q), inHeads(k), true, heads);
    const scores = graph.affine(products, 1 / Math.sqrt(d));
    const shares = graph.softmax(scores, cover(graph, count, causal, mask));
    const seen = graph.matmul(shares, inHeads(v), false, heads);
    const joined = graph.reshape(graph.swapRows(seen, heads, count), size);
    return graph.reshape(graph.dense(joined, o, null), width(input));
  },
  torch({ heads, causal }, input) {
    const [, size] = requireSequence(input, "An attention layer");
    return [
      {
        code: `Attention(${size}, heads=${heads}${causal ? ", causal=True" : ""})`,
        helper: torchAttention,
        parameters: roles.map((name) => ({ name, shape: [size, size] })),
      },
    ];
  },
  multiplications: (_spec, [count, size]) =>
    4 * count * squared(size) + 2 * squared(count) * size,
  numbersKept: ({ heads }, [count, size]) =>
    20 * count * size + 6 * heads * squared(count),
});

function outputShape({ heads }: { heads: number }, input: Shape): Shape {
  const [, size] = requireSequence(input, "An attention layer");
  if (size % heads === 0) return input;
  throw new ShapeMismatch(
    `Attention divides the width among its heads, and ${size} is not divisible by ${heads}.`,
    "Choose a width that is a multiple of the number of heads.",
  );
}

/** Leaves out keys that the mask leaves out, and of causal attention those after the query. */
function cover<T>(
  { be }: Graph<T>,
  count: number,
  causal: boolean,
  mask: Node | null,
): Cover<T> {
  const covered = (scores: T, keep: T) => {
    const low = be.affine(keep, -veryLow, veryLow);
    const ones = be.affine(scores, 0, 1);
    return be.add(be.multiply(keep, scores), be.multiply(low, ones));
  };
  return (scores, z) => {
    let x = scores;
    if (mask !== null) x = covered(x, z[mask] as T);
    if (!causal) return x;
    const keep = be.upload(lowerTriangle(count), 1, squared(count));
    return be.reshape(covered(be.reshape(x, squared(count)), keep), count);
  };
}

/** 1 on and below the diagonal of [count, count], else 0. */
function lowerTriangle(count: number): Float64Array {
  return Float64Array.from({ length: squared(count) }, (_, i) =>
    i % count <= Math.floor(i / count) ? 1 : 0,
  );
}
