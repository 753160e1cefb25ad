import { describe, expect, test } from "vitest";
import { LabFailure } from "../../../core/errors";
import { tokensOf, vocabularyOf } from "../../../core/data/text/tokens";
import { load, temporaryFolder, type DataInput } from "./support";

const folder = temporaryFolder();
const table = [
  "sentence\tlabel",
  "a fine film\t1",
  "a dull , dull film\t0",
  "fine music\t1",
  "the film is dull\t0",
].join("\n");

let number = 0;
async function texts(content: string, fields: object = {}) {
  const path = await folder.file(`texts${number++}.tsv`, content);
  return load({ source: "text", path, ...fields } as DataInput);
}

async function refusal(content: string, fields: object = {}) {
  try {
    await texts(content, fields);
  } catch (thrown) {
    if (thrown instanceof LabFailure) return thrown.error.message;
    throw thrown;
  }
  throw new Error("It was not refused.");
}

test("words are numbered by their frequency in the training samples", async () => {
  const { train, test } = await texts(table, {
    length: 4,
    samples: 3,
    testSamples: 1,
  });
  // film, dull, fine and a come twice, of equals the first in the alphabet first: a dull film fine , music.
  expect([...train.inputs]).toEqual([2, 5, 4, 0, 2, 3, 6, 3, 5, 7, 0, 0]);
  expect(train).toMatchObject({
    inputShape: [4],
    vocabulary: 8,
    isPadded: true,
    classes: 2,
    classNames: ["0", "1"],
  });
  expect([...train.targets]).toEqual([0, 1, 1, 0, 0, 1]);
  expect([...(train.rows ?? [])]).toEqual([2, 3, 4]);
  // "the" and "is" are in no training sample.
  expect([...(test?.inputs ?? [])]).toEqual([1, 4, 1, 3]);
});

test("a text that is too long is cut, and said to be", async () => {
  const { cautions } = await texts(table, { length: 3 });
  expect(cautions).toEqual([
    "2 of 4 texts are longer than 3 tokens and were cut.",
  ]);
});

test("the vocabulary has a limit", async () => {
  const { train } = await texts(table, { length: 3, vocabulary: 4 });
  expect(train.vocabulary).toBe(4);
  expect(Math.max(...train.inputs)).toBe(3);
  expect([...train.inputs]).toContain(1);
});

test("two classes as −1 and 1", async () => {
  const { train } = await texts(table, { targetKind: "sign" });
  expect([...train.targets]).toEqual([1, -1, 1, -1]);
  expect(train).toMatchObject({ classes: null, targetWidth: 1 });
});

test("characters, with one blank for each white space", () => {
  expect(tokensOf(" ab\n c", "character")).toEqual(["a", "b", " ", "c"]);
  expect(tokensOf("It's 5 €, née!", "word")).toEqual([
    "It's",
    "5",
    "€",
    ",",
    "née",
    "!",
  ]);
});

test("equally frequent tokens come in the order of their characters", () => {
  const own = vocabularyOf(
    [
      ["b", "a"],
      ["c", "c"],
    ],
    10,
  );
  expect([...own]).toEqual([
    ["c", 2],
    ["a", 3],
    ["b", 4],
  ]);
});

describe("is refused with the row and what to do", () => {
  test.each([
    ["one column", "a\nb\nc", {}, /needs two columns|separat/],
    [
      "no text",
      "s\tl\n\t1\nb\t0",
      {},
      /row 2, column "s": the text is missing/,
    ],
    [
      "no class",
      "s\tl\na b\t\nb\t0",
      {},
      /row 2, column "l": the class is missing/,
    ],
    ["one class", "s\tl\na b\t1\nb\t1", {}, /only one class/],
    [
      "a column that is not there",
      table,
      { text: "body" },
      /has no column "body"/,
    ],
    ["one column for both", table, { text: 2 }, /both text and target/],
    [
      "three classes as signs",
      `${table}\nwell\t2`,
      { targetKind: "sign" },
      /need two classes; .* has 3/,
    ],
    ["more samples than rows", table, { samples: 5 }, /holds 4 samples/],
  ])("%s", async (_name, content, fields, words) => {
    expect(await refusal(content, fields)).toMatch(words);
  });
});
