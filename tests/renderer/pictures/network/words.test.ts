import { expect, it } from "vitest";
import { sampleRows } from "../../../../renderer/pictures/network/table";
import {
  networkKey,
  networkSentence,
} from "../../../../renderer/pictures/network/words";
import { curve, digits, map, scatter } from "./pictures";

it("a curve tells its largest miss", () => {
  expect(networkSentence(curve)).toBe(
    "The largest error on the training samples is 0.5.",
  );
});

it("a map tells how many samples of each set are right", () => {
  expect(networkSentence(map)).toBe(
    "2 of 3 training samples right (66.7 %). 1 of 1 test sample right (100.0 %).",
  );
  expect(networkKey(map)).toContain("ringed where it is wrong");
});

it("a map of several outputs says that it shows the first", () => {
  expect(
    networkSentence({ ...map, classes: null, cells: null, outputs: 3 }),
  ).toContain("The map shows output 1 of 3.");
});

it("classes tell what is confused most often, and that not all samples were looked at", () => {
  expect(networkSentence(digits)).toBe(
    "3 of 5 training samples right (60.0 %). Most often a training sample of class 2 is classified as 1: 2 times. Only the first 5 of 8 training samples were evaluated.",
  );
});

it("outputs that are no numbers are told", () => {
  expect(networkSentence(scatter)).toBe("Some outputs are not finite numbers.");
});

it("the table has a row for each sample, training before test", () => {
  const rows = sampleRows(map);
  expect(rows.head).toEqual(["Sample", "x₁", "x₂", "Class", "Predicted"]);
  expect(Array.from({ length: rows.rows }, (_, i) => rows.row(i))).toEqual([
    ["1", "0", "−0.5000", "a", "a"],
    ["2", "0", "0.5000", "b", "b"],
    ["3", "0.5000", "0.5000", "a", "b"],
    ["test 1", "0", "0", "b", "b"],
  ]);
  expect(sampleRows(curve).head).toEqual([
    "Sample",
    "x",
    "Target",
    "Predicted",
  ]);
  expect(sampleRows(digits).row(2)).toEqual(["3", "2", "1"]);
});
