import { expect, it } from "vitest";
import { divided } from "../../../renderer/shared/panes";

const pair = [
  { height: 300, least: 100, weight: 3 },
  { height: 100, least: 50, weight: 1 },
] as const;

it("divided moves height from one pane to the other; what both have stays", () => {
  const [above, below] = divided(pair, -100);
  expect(above).toBeCloseTo(2, 12);
  expect(above + below).toBeCloseTo(4, 12);
});

it("divided leaves each pane its least height", () => {
  expect(divided(pair, -10_000)[0]).toBeCloseTo(1, 12);
  expect(divided(pair, 10_000)[1]).toBeCloseTo(0.5, 12);
});
