import { expect, it } from "vitest";
import { csv } from "../../../core/export/csv";

it("keeps every digit of every number", () => {
  const values = [1 / 3, -0, NaN, Infinity, -Infinity, 5e-324, 1e21, 1e-7];
  const step = Float64Array.from(values, (_, i) => i);
  const columns = { step, 'a "b", c': Float64Array.from(values) };
  const text = csv(columns);
  expect(text.startsWith('step,"a ""b"", c"\r\n0,0.3333333333333333\r\n')).toBe(
    true,
  );
  expect(text.endsWith("\r\n")).toBe(true);
  const [, ...rows] = text.trimEnd().split("\r\n");
  expect(rows.map((row) => Number(row.split(",")[1]))).toEqual(values);
});

it("of a table without rows is its names, of one without columns an empty line", () => {
  expect(csv({ step: new Float64Array() })).toBe("step\r\n");
  expect(csv({})).toBe("\r\n");
});
