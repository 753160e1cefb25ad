import { step } from "../derivatives/functions";
import { flag, limits, whole } from "../schema/fields";
import { grouped } from "../text/grouped";
import { defineLayer, noTorch } from "./definition";
import { ownInit } from "./layer-init";
import { ShapeMismatch, width } from "./shape";

const torchEmbedding = `class Embedding(nn.Embedding):
    def forward(self, x):
        return super().forward(x.long())`;

/** The row of a table [vocabulary, width] for each token: tokens [positions] become [positions, width]. */
export const embedding = defineLayer({
  name: "embedding",
  label: "Embedding",
  synonyms: ["embed", "embeddingtable", "tokenembedding"],
  fields: {
    vocabulary: whole(
      {
        label: "Vocabulary",
        help: "The number of different tokens; the data number them from 0.",
      },
      1,
      limits.vocabulary.max,
    ),
    width: whole(
      { label: "Width", help: "The number of values for each token." },
      1,
      limits.units.max,
    ).default(16),
    padding: flag({
      label: "Token 0 is padding",
      help: "Attention and the mean over positions ignore positions with token 0.",
      setting: "padding",
    }).default(false),
    init: ownInit,
  },
  first: { vocabulary: 10 },
  isFirst: true,
  describe: ({ vocabulary, width }) =>
    `embedding ${grouped(vocabulary)} → ${grouped(width)}`,
  title: ({ vocabulary, width }) =>
    `Embedding, ${grouped(vocabulary)} tokens → ${grouped(width)}`,
  brief: ({ width }) => `emb${width}`,
  outputShape({ width }, input) {
    if (input.length === 1) return [input[0], width];
    throw new ShapeMismatch(
      "An embedding needs tokens, one number for each position, but its input has more dimensions.",
      "Remove it.",
    );
  },
  parameters: ({ vocabulary, width, init }) => [
    {
      kind: "weight",
      rows: vocabulary,
      columns: width,
      fanIn: 1,
      fanOut: width,
      init,
    },
  ],
  inputProblem({ vocabulary, padding }, data) {
    const { inputs, inputWidth = 1 } = data;
    const wrong = inputs?.findIndex((x) => !isToken(x, vocabulary)) ?? -1;
    if (inputs && wrong >= 0 && data.vocabulary === undefined)
      return {
        message: `An embedding needs tokens, whole numbers from 0 to ${grouped(vocabulary - 1)}; input ${grouped((wrong % inputWidth) + 1)} of sample ${grouped(Math.floor(wrong / inputWidth) + 1)} is ${inputs[wrong]}.`,
        suggestion:
          "Use data of tokens or a larger vocabulary, or remove this layer.",
      };
    if (data.vocabulary !== undefined && data.vocabulary > vocabulary)
      return {
        field: "vocabulary",
        message: `The data have ${grouped(data.vocabulary)} kinds of tokens, but the embedding has rows for ${grouped(vocabulary)}.`,
        suggestion: `Set vocabulary to ${data.vocabulary}.`,
      };
    if (data.isPadded && !padding)
      return {
        field: "padding",
        message:
          "In these data, token 0 fills the positions after the end of a text. Without padding it would count as a token.",
        suggestion: 'Set "padding": true.',
      };
    return null;
  },
  fitted: (spec, { vocabulary = spec.vocabulary, isPadded = false }) => ({
    ...spec,
    vocabulary,
    padding: isPadded,
  }),
  mask: (graph, { padding }, x) => (padding ? graph.apply(step, x) : null),
  forward(graph, { width: columns }, x, [table], input) {
    const rows = graph.gatherRows(table, x);
    return graph.reshape(rows, width(input) * columns);
  },
  torch({ vocabulary, width, padding }) {
    if (padding)
      throw noTorch(
        "its texts are padded, and the modules of the script cannot ignore padding.",
      );
    return [
      {
        code: `Embedding(${vocabulary}, ${width})`,
        helper: torchEmbedding,
        parameters: [{ name: "weight", shape: [vocabulary, width] }],
      },
    ];
  },
  numbersKept: ({ width: columns }, input) => 2 * width(input) * columns,
});

function isToken(x: number, vocabulary: number): boolean {
  return Number.isInteger(x) && x >= 0 && x < vocabulary;
}
