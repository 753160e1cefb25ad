import { expect, it } from "vitest";
import { benchTable, newPage } from "../../scripts/test/bench-table.mjs";

it("says of each figure by how much it misses its goal", () => {
  const figures = [
    { what: "step", unit: "", values: [1.3, 1.2, 1.25], goal: { most: 1 } },
    { what: "rate", unit: "/s", values: [45_123.4], goal: { least: 90_000 } },
    { what: "wait", unit: "ms", values: [999.6], goal: { most: 1000 } },
    { what: "ratio", unit: "", values: [2.004], goal: { most: 2 } },
    { what: "memory", unit: "MB", values: [3, 1, 2], goal: null },
  ];
  const [machine, , ...table] = benchTable(figures, [0.25, newPage()]);
  expect(machine).toMatch(
    /, \d+ cores, Node \d+\.\S+, new pages of memory in 0.25 and [\d.]+ µs$/,
  );
  expect(table).toEqual([
    "| what | figure | goal | distance |",
    "| --- | --- | --- | --- |",
    "| step | 1.25 (1.2–1.3) | ≤ 1 | missed, 1.25 × |",
    "| rate | 45,123 /s | ≥ 90,000 /s | missed, 1.99 × |",
    "| wait | 1,000 ms | ≤ 1,000 ms | met |",
    "| ratio | 2 | ≤ 2 | met |",
    "| memory | 2 MB (1–3) |  |  |",
  ]);
});
