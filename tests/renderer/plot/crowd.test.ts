import { describe, expect, it } from "vitest";
import { Crowd } from "../../../renderer/plot/crowd";
import { curveOf } from "../../../renderer/plot/curve";

const size = { width: 20, height: 10 };
const box = { left: 0, top: 0, ...size, density: 1 };
const places = {
  x: (value: number) => value,
  y: ({ y }: { y: Float64Array }, row: number) => y[row],
};

/** Opacity from 0 to 255 of each row of pixels, after lines through points have been added. */
function opacities(lines: [number, number][][], alpha = 1): number[][] {
  const crowd = new Crowd(box, places);
  for (const points of lines)
    crowd.add(
      curveOf(
        "a",
        "A",
        "loss",
        {
          x: Float64Array.from(points, ([x]) => x),
          y: Float64Array.from(points, ([, y]) => y),
        },
        { width: 1, alpha },
      ),
      "#ff8000",
    );
  const pixels = crowd.pixels();
  return Array.from({ length: size.height }, (_, row) =>
    Array.from(
      { length: size.width },
      (_, column) => pixels[4 * (row * size.width + column) + 3],
    ),
  );
}

describe("a crowd of curves", () => {
  it("covers the row that a level line is in, in its colour", () => {
    const rows = opacities([
      [
        [0, 4.5],
        [20, 4.5],
      ],
    ]);
    expect(rows[4]).toEqual(Array.from({ length: 20 }, () => 255));
    expect(rows.flat().filter(Boolean)).toHaveLength(20);
    const crowd = new Crowd(box, places);
    const line = { x: Float64Array.of(0, 20), y: Float64Array.of(4.5, 4.5) };
    crowd.add(curveOf("a", "A", "loss", line, { width: 1 }), "#ff8000");
    expect([...crowd.pixels().slice(4 * 80, 4 * 81)]).toEqual([
      255, 128, 0, 255,
    ]);
  });

  it("keeps the whole stretch of a spike between two pixels", () => {
    const rows = opacities([
      [
        [0, 8.5],
        [10.2, 8.5],
        [10.5, 0.5],
        [10.8, 8.5],
        [20, 8.5],
      ],
    ]);
    for (let row = 1; row < 8; row++)
      expect(rows[row].map(Boolean)).toEqual(
        Array.from({ length: 20 }, (_, column) => column === 10),
      );
  });

  it("has no hole in a steep line, forwards or backwards, and the same either way", () => {
    const there: [number, number][] = [
      [2.3, 9.5],
      [5.1, 0.5],
      [15.7, 9.5],
    ];
    const rows = opacities([there]);
    const back = opacities([[...there].reverse()]);
    for (const [row, opacity] of rows.entries())
      for (const column of opacity.keys())
        expect(Math.abs(opacity[column] - back[row][column])).toBeLessThan(2);
    for (let column = 2; column <= 15; column++)
      expect(rows.some((opacity) => opacity[column] > 100)).toBe(true);
    for (const opacity of rows)
      expect(opacity.some((value) => value > 100)).toBe(true);
  });

  it("is lifted at a gap, and draws a lone point", () => {
    const rows = opacities([
      [
        [1.5, 4.5],
        [5, NaN],
        [9.5, 4.5],
        [12, NaN],
        [15.5, 4.5],
        [17.5, 4.5],
      ],
    ]);
    const drawn = [...rows[4].keys()].filter((column) => rows[4][column] > 0);
    expect(drawn).toEqual([1, 9, 15, 16, 17]);
  });

  it("draws what is in it of a line that comes from beyond", () => {
    const rows = opacities([
      [
        [-1e6, 4.5],
        [1e6, 4.5],
      ],
    ]);
    expect(rows[4].every((value) => value === 255)).toBe(true);
  });

  it("goes no farther than the line does in the first and the last column", () => {
    const zigzag = Array.from({ length: 201 }, (_, i): [number, number] => [
      i / 10,
      i % 2 ? 3.5 : 5.5,
    ]);
    for (const line of [zigzag, [...zigzag].reverse()]) {
      const rows = opacities([line]);
      for (let column = 0; column < 20; column++)
        expect([...rows.keys()].filter((row) => rows[row][column] > 0)).toEqual(
          [3, 4, 5],
        );
    }
  });

  it("lets lines behind show through", () => {
    const level: [number, number][] = [
      [0, 4.5],
      [20, 4.5],
    ];
    expect(opacities([level], 0.5)[4][7]).toBe(128);
    expect(opacities([level, level], 0.5)[4][7]).toBe(191);
  });
});
