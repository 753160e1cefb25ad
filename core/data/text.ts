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
    "A column of texts and a column of classes of a CSV or TSV file. Tokens are words or characters; 0 is padding, 1 is any token that is not in the vocabulary.",
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
      help: "Its name, or its number from 1. The first one when empty.",
    }).optional(),
    target: named(column("Target"), {
      label: "Target column",
      setting: "target",
      entry: "column",
      help: "Of the classes: its name, or its number from 1. The last one when empty.",
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
        help: "At most so many kinds of tokens: the most frequent ones of the training samples.",
      },
      3,
      limits.vocabulary.max,
    ).default(1000),
    length: whole(
      {
        label: "Length",
        help: "Tokens of a text: longer ones are cut, shorter ones filled with token 0.",
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
