import { expect, it } from "vitest";
import {
  classesOf,
  confusion,
  leadsOf,
  mistakes,
} from "../../../core/views/classes";

it("the class is the first of the largest outputs; of one output its sign", () => {
  const rows = Float64Array.of(0, 2, 2, 3, 1, -1);
  expect([...classesOf(rows, 3)]).toEqual([1, 0]);
  expect([...leadsOf(rows, 3)]).toEqual([0, 2]);
  expect([...classesOf(Float64Array.of(-1, 0, 0.5), 1)]).toEqual([0, 0, 1]);
  expect([...leadsOf(Float64Array.of(-1, 0, 0.5), 1)]).toEqual([1, 0, 0.5]);
});

it("confusion counts targets down and predictions across", () => {
  const part = {
    target: Uint16Array.of(0, 0, 1, 2),
    predicted: Uint16Array.of(0, 2, 1, 1),
  };
  expect(confusion(part, 3)).toEqual([
    [1, 0, 1],
    [0, 1, 0],
    [0, 1, 0],
  ]);
  expect(mistakes(part)).toBe(2);
});
