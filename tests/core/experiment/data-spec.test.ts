/** What the data of an experiment file may be, and what is said of the rest. */
import { describe, expect, test } from "vitest";
import { sources } from "../../../core/data";
import { validateExperiment } from "../../../core/experiment/validate";
import { golden } from "../support";

function refusals(data: object) {
  const validation = validateExperiment({ ...golden, data });
  return validation.ok
    ? []
    : validation.fields.map(({ path, message }) => `${path}: ${message}`);
}

describe("refused, with the field and what it may be", () => {
  test.each<[object, RegExp]>([
    [{ source: "imagenet" }, /^data\.source: .*one of: mnist, chebyshev/],
    [{}, /^data\.source: .*one of: mnist/],
    [
      { source: "mnist", samples: 60_001 },
      /^data\.samples: .*whole number from 1 to 60,000/,
    ],
    [
      { source: "mnist", testSamples: 0 },
      /^data\.testSamples: .*from 1 to 10,000/,
    ],
    [
      { source: "mnist", sampels: 5 },
      /^data\.sampels: "sampels" is not a field/,
    ],
    [{ source: "iris", testSamples: 150 }, /^data\.testSamples: .*1 to 149/],
    [
      { source: "gaussian", dimensions: 1, classes: 3 },
      /^data\.classes: With one dimension, classes must be 2/,
    ],
    [
      { source: "gaussian", separation: 0 },
      /^data\.separation: .*greater than 0/,
    ],
    [
      { source: "gaussian", samples: 1_000_000, dimensions: 10_000 },
      /^data\.samples: .*times the sum of dimensions and classes must be at most 50,000,000; ask for 4,999 samples or fewer/,
    ],
    [
      { source: "teacher", samples: 4000, dimensions: 10_000, hidden: 10_000 },
      /^data\.samples: .*at most 2,000,000,000; ask for 19 samples or fewer/,
    ],
    [{ source: "teacher", noise: -1 }, /^data\.noise: .*from 0 to 1,000/],
    [{ source: "spirals", turns: "2" }, /^data\.turns: .*greater than 0/],
    [{ source: "csv" }, /^data\.path: Path must be the path of a file/],
    [
      { source: "csv", path: "a\0b" },
      /^data\.path: Path must not contain the character of code 0/,
    ],
    [
      { source: "csv", path: "a.csv", header: false, target: "y" },
      /^data\.target: .*the number of a column, from 1, where the file has no header/,
    ],
    [
      { source: "csv", path: "a.csv", target: 0 },
      /^data\.target: .*name of a column or its number, from 1/,
    ],
    [
      { source: "csv", path: "a.csv", targetKind: "text" },
      /^data\.targetKind: .*one of: number, class/,
    ],
    ...(["inputs", "ignore", "oneHot"] as const).map(
      (key): [object, RegExp] => [
        { source: "csv", path: "a.csv", header: false, [key]: [1, "y"] },
        new RegExp(`^data\\.${key}: Each column must be the number`),
      ],
    ),
    [
      { source: "csv", path: "a.csv", inputs: "a" },
      /^data\.inputs: .*list of columns/,
    ],
    [
      { source: "csv", path: "a.csv", separator: "::" },
      /^data\.separator: .*"," ";" "\|" "\\t" \(tab\)/,
    ],
    [{ source: "csv", path: "a.csv", separator: "5" }, /^data\.separator: /],
    [
      { source: "csv", path: "a.csv", decimal: ";" },
      /^data\.decimal: .*one of: \., ,/,
    ],
    [
      { source: "csv", path: "a.csv", missing: "median" },
      /^data\.missing: .*one of: refuse, drop, mean/,
    ],
    [
      { source: "csv", path: "a", target: ["y", "z"], targetKind: "class" },
      /^data\.target: Several targets must be numbers/,
    ],
    [
      {
        source: "csv",
        path: "a",
        standardizeTarget: true,
        targetKind: "class",
      },
      /^data\.standardizeTarget: standardizeTarget needs targets that are numbers/,
    ],
    [{ source: "idx", images: "a" }, /^data\.labels: .*path of a file/],
    [{ source: "cifar10", path: [] }, /^data\.path: .*list of 1 to 6 paths/],
    [
      { source: "inline", x: [[1], [2, 3]], y: [[1], [2]] },
      /^data\.x\[1\]: All rows of x must have the same length: the first has 1, this one 2/,
    ],
    [
      { source: "inline", x: [[1], [2]], y: [[1], [2, 3]] },
      /^data\.y\[1\]: All rows of y must have the same length/,
    ],
    [
      { source: "inline", x: [[1], [2]], y: [[1]] },
      /^data\.y: y must have one row for each row of x. x has 2, y 1/,
    ],
    [
      { source: "inline", x: [[1], ["2"]], y: [[1], [2]] },
      /^data\.x\[1\]\[0\]: Each number of x must be a finite number/,
    ],
    [
      { source: "inline", x: [], y: [] },
      /^data\.x: x must have at least one row/,
    ],
  ])("%j", (data, expected) => {
    expect(refusals(data).join("\n")).toMatch(expected);
  });
});

test("every source is accepted with its defaults", () => {
  const needed: Record<string, object> = {
    csv: { path: "table.csv" },
    text: { path: "texts.tsv" },
    idx: { images: "images", labels: "labels" },
    cifar10: { path: "batch.bin" },
    npz: { path: "a.npz" },
    npy: { inputs: "x.npy", targets: "y.npy" },
    inline: { x: [[1]], y: [[2]] },
  };
  expect(sources.length).toBeGreaterThan(5);
  for (const { name: source } of sources) {
    // The network's outputs may not fit the data; the data themselves must.
    const problems = refusals({ source, ...needed[source] });
    expect(problems.filter((text) => text.startsWith("data"))).toEqual([]);
  }
});
