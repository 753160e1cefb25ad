import { describe, expect, it } from "vitest";
import {
  layoutEnds,
  type Box,
  type End,
} from "../../../renderer/plot/line-ends";

const box = { left: 0, right: 600, top: 0, bottom: 300 };
const widthOf = (label: string) => 7 * label.length;
const end = (label: string, x: number, y: number): End => ({
  key: label,
  label,
  ink: "series-0",
  at: { x, y },
});
const layout = (ends: End[], isClear: (box: Box) => boolean = () => true) =>
  layoutEnds(ends, box, widthOf, isClear);

/** Numbers in [0, 1) that are the same in every run of the tests. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("the labels at the ends of curves", () => {
  it("are beside their ends where there is room, also for curves that end early", () => {
    const labels = layout([end("A", 550, 100), end("B", 200, 105)]);
    expect(labels.map(({ label, x, y }) => [label, x, y])).toEqual([
      ["A", 556, 100],
      ["B", 206, 105],
    ]);
  });

  it("move apart, tied to their ends by a leader", () => {
    const labels = layout([end("A", 550, 100), end("B", 550, 102)]);
    const [a, b] = labels;
    expect(b.y - a.y).toBeGreaterThanOrEqual(14);
    expect(labels.some(({ hasLeader }) => hasLeader)).toBe(true);
  });

  it("move off the curves that go through them, or are left out", () => {
    const [moved] = layout([end("A", 200, 100)], ({ top }) => top > 110);
    expect(moved.hasLeader).toBe(true);
    expect(moved.y).toBe(115);
    expect(layout([end("A", 200, 100)], () => false)).toEqual([]);
  });

  it("are left out where there is no room", () => {
    const crowded = Array.from({ length: 24 }, (_, i) =>
      end(`R${i}`, 550, 150),
    );
    const labels = layout(crowded);
    expect(labels.length).toBeGreaterThan(3);
    expect(labels.length).toBeLessThan(8);
    expect(layout([end("A long name", 590, 100)])).toEqual([]);
  });

  it("never touch, and are within 8 pixels of their end or have a leader to it", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = randomNumbers(seed);
      const labels = layout(
        Array.from({ length: 24 }, (_, i) =>
          end(
            String.fromCharCode(65 + i),
            random() < 0.5 ? 550 : 50 + 500 * random(),
            300 * random() ** 2,
          ),
        ),
      );
      for (const [i, a] of labels.entries()) {
        if (!a.hasLeader)
          expect(Math.hypot(a.x - a.at.x, a.y - a.at.y)).toBeLessThan(8);
        for (const b of labels.slice(0, i)) {
          const beside = Math.abs(a.x - b.x) >= 7;
          expect(beside || Math.abs(a.y - b.y) >= 14).toBe(true);
        }
      }
    }
  });
});
