import { expect, test } from "vitest";
import { load } from "./support";

const y = ["setosa", "versicolor", "virginica"].flatMap((name) =>
  Array<string>(4).fill(name),
);
const sorted = {
  source: "inline",
  x: y.map((_, i) => [i]),
  y,
} as const;
const wayOut =
  'A "split" of the kind "stratified" draws every class in proportion to its size.';

test("classes that have no training or no test sample are named", async () => {
  const { cautions } = await load({ ...sorted, samples: 4, testSamples: 8 });
  expect(cautions).toEqual([
    `No training sample belongs to the classes "versicolor" and "virginica". ${wayOut}`,
    `No test sample belongs to the class "setosa". ${wayOut}`,
  ]);
});

test("nothing is said where each class is there", async () => {
  const split = { kind: "stratified", seed: 0 } as const;
  const wish = { samples: 4, testSamples: 8 };
  expect((await load({ ...sorted, ...wish, split })).cautions).toEqual([]);
  expect((await load({ source: "iris", testSamples: 30 })).cautions).toEqual(
    [],
  );
  expect((await load({ source: "chebyshev" })).cautions).toEqual([]);
});

test("of fewer test samples than classes nothing is said", async () => {
  const split = { kind: "stratified", seed: 0 } as const;
  const wish = { samples: 9, testSamples: 2 };
  expect((await load({ ...sorted, ...wish, split })).cautions).toEqual([]);
});

test("a stratified split, or made data, have no other way out", async () => {
  const split = { kind: "stratified", seed: 0 } as const;
  const few = await load({ ...sorted, samples: 2, testSamples: 6, split });
  expect(few.cautions).toEqual([
    expect.stringMatching(/^No training sample belongs to the class "\w+"\.$/),
  ]);
  const made = await load({ source: "gaussian", samples: 2, classes: 9 });
  expect(made.cautions).toEqual([
    "No training sample belongs to the classes 2, 3, 4, 5, 6 and 2 more.",
  ]);
});
