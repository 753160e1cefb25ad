import { flag, limits, oneOf, whole } from "../schema/fields";
import { named } from "../schema/words";
import { fileName } from "../text/file-name";
import { column, csvFields } from "./csv/fields";
import { defineSource } from "./definition";
import { labelNoise, someSamples, split, testSamples } from "./fields";
import { loadTexts } from "./text/load";

/** Texts of a table as tokens, with the class of each. */
export const textFile = defineSource({
  name: "text",
  label: "Text file",
  synonyms: ["texts", "sst2", "sentences"],
  summary: "Sentences of your own",
  contents:
    "A column of texts and a column of classes from a CSV or TSV file. Tokens are words or characters. Token 0 is padding; token 1 stands for every token outside the vocabulary.",
  fields: {
    path: named(csvFields.path, {
      label: "File",
      setting: "data file",
      help: "The path of a CSV or TSV file.",
    }),
    header: csvFields.header,
    separator: named(csvFields.separator, {
      label: "Separator",
      absent: "found from the first row",
      choices: {
        ",": "comma",
        ";": "semicolon",
        "\t": "tab",
        "|": "vertical bar",
      },
    }),
    text: named(column("Text"), {
      label: "Column of texts",
      entry: "column",
      help: "Its name or its number (from 1). If empty, the first column.",
    }).optional(),
    target: named(column("Target"), {
      label: "Target column",
      setting: "target",
      entry: "column",
      help: "The column of classes: its name or its number (from 1). If empty, the last column.",
    }).optional(),
    targetKind: named(oneOf("Target kind", ["class", "sign"]), {
      label: "The target is",
      setting: "kind of target",
      choices: { class: "a class", sign: "−1 or 1, one of two classes" },
    }).default("class"),
    unit: named(oneOf("Unit", ["word", "character"]), {
      label: "A token is",
      setting: "unit of tokens",
      choices: { word: "a word", character: "a character" },
    }).default("word"),
    lowerCase: flag({
      label: "In lower case",
      setting: "lower case",
    }).default(true),
    vocabulary: whole(
      {
        label: "Vocabulary",
        help: "The largest number of different tokens; the most frequent ones of the training samples are kept.",
      },
      3,
      limits.vocabulary.max,
    ).default(1000),
    length: whole(
      {
        label: "Length",
        help: "Tokens per text. Longer texts are cut, shorter ones are filled with token 0.",
      },
      1,
      1000,
    ).default(32),
    samples: someSamples(limits.samples.max),
    testSamples: testSamples(limits.samples.max),
    split,
    labelNoise,
  },
  first: {},
  files: { path: { pattern: /\.(csv|tsv|txt)$/ } },
  describe: ({ path, unit }) => `The texts of ${path}, ${unit} by ${unit}`,
  inSentence: ({ path }) => `texts of ${fileName(path)}`,
  targetNumbers: ({ targetKind }) => (targetKind === "class" ? null : 1),
  load: loadTexts,
});
