import { expect, it } from "vitest";
import { ColumnBuffer } from "../../../core/series/column-buffer";

interface Point {
  at: number;
  values: number[];
}

const buffer = () =>
  new ColumnBuffer<Point>([
    { name: "step", of: ({ at }) => at },
    { name: "value1", of: ({ values }) => values[0] },
  ]);

it("hands records on as columns in their order, and is empty then", () => {
  const rows = buffer();
  for (let at = 0; at < 600; at++) rows.push({ at, values: [-at] });
  expect(rows.size).toBe(1200);
  const taken = rows.take();
  const expected = Float64Array.from({ length: 600 }, (_, i) => i);
  expect(Object.keys(taken)).toEqual(["step", "value1"]);
  expect(taken.step).toEqual(expected);
  expect(taken.value1).toEqual(expected.map((i) => -i));
  expect(rows.size).toBe(0);
});

it("stores NaN for a value that a record lacks, also where an earlier one had it", () => {
  const rows = buffer();
  rows.push({ at: 0, values: [1] });
  rows.take();
  rows.push({ at: 1, values: [] });
  expect(rows.take().value1).toEqual(Float64Array.of(NaN));
});
