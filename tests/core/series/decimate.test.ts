import { describe, expect, it } from "vitest";
import {
  decimate,
  decimatePath,
  extentOf,
  rowsBetween,
} from "../../../core/series/decimate";

/** Numbers in [0, 1) that are the same in every run of the tests. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Case {
  x: Float64Array;
  y: Float64Array;
  pixels: number;
  from: number | undefined;
  to: number | undefined;
}

/** A random series with uneven steps, spikes and, when wanted, gaps. */
function randomCase(seed: number, gaps: boolean): Case {
  const random = randomNumbers(seed);
  const length = 1 + Math.floor(random() * 5000);
  const pixels = 1 + Math.floor(random() * 200);
  const gapRate = gaps ? random() ** 3 : 0;
  let at = Math.floor(random() * 100);
  let level = 0;
  const x = new Float64Array(length);
  const y = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    x[i] = at;
    at += 1 + Math.floor(random() ** 4 * 50);
    level += random() - 0.5;
    y[i] = random() < 0.01 ? level + 100 * (random() - 0.5) : level;
    if (random() < gapRate)
      y[i] = [NaN, Infinity, -Infinity][Math.floor(3 * random())];
  }
  const cut = () =>
    random() < 0.5 ? undefined : x[Math.floor(random() * length)];
  const [from, to] = [cut(), cut()];
  const swapped = from !== undefined && to !== undefined && from > to;
  return swapped
    ? { x, y, pixels, from: to, to: from }
    : { x, y, pixels, from, to };
}

const options = ({ pixels, from, to }: Case) => ({
  pixels,
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

/** Rows of the input that the result consists of; fails where there is none. */
function keptRows(input: Case, result: { x: Float64Array; y: Float64Array }) {
  const rowAt = new Map([...input.x].map((x, row) => [x, row]));
  const rows = [...result.x].map((x) => rowAt.get(x) ?? -1);
  expect(rows).not.toContain(-1);
  expect(result.y).toEqual(Float64Array.from(rows, (row) => input.y[row]));
  return rows;
}

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

describe("decimate", () => {
  it("returns rows of the input, in order, within the window and few", () => {
    for (const seed of seeds)
      for (const gaps of [false, true]) {
        const input = randomCase(seed, gaps);
        const rows = keptRows(
          input,
          decimate(input.x, input.y, options(input)),
        );
        expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
        const at = rows.map((row) => input.x[row]);
        expect(Math.min(...at)).toBeGreaterThanOrEqual(input.from ?? -Infinity);
        expect(Math.max(...at)).toBeLessThanOrEqual(input.to ?? Infinity);
        const most = gaps ? 11 * input.pixels + 1 : 4 * input.pixels;
        expect(rows.length).toBeLessThanOrEqual(most);
      }
  });

  it("keeps the least and the greatest value of every pixel", () => {
    for (const seed of seeds) {
      const input = randomCase(seed, seed % 2 === 0);
      const rows = new Set(
        keptRows(input, decimate(input.x, input.y, options(input))),
      );
      const [start, end] = rowsBetween(
        input.x,
        input.from ?? -Infinity,
        input.to ?? Infinity,
      );
      const left = input.from ?? input.x[start];
      const width = (input.to ?? input.x[end - 1]) - left;
      const all = new Map<number, number[]>();
      const kept = new Map<number, number[]>();
      for (let row = start; row < end; row++) {
        if (!Number.isFinite(input.y[row])) continue;
        const share = width > 0 ? (input.x[row] - left) / width : 0;
        // The right edge belongs to the last pixel.
        const pixel = Math.min(
          Math.floor(share * input.pixels),
          input.pixels - 1,
        );
        all.set(pixel, [...(all.get(pixel) ?? []), input.y[row]]);
        if (rows.has(row))
          kept.set(pixel, [...(kept.get(pixel) ?? []), input.y[row]]);
      }
      for (const [pixel, values] of all) {
        const mine = kept.get(pixel) ?? [];
        expect(Math.min(...mine)).toBe(Math.min(...values));
        expect(Math.max(...mine)).toBe(Math.max(...values));
      }
    }
  });

  it("keeps of every pixel one NaN, one ∞ and one −∞ where there are some", () => {
    for (const seed of seeds) {
      const input = randomCase(seed, true);
      const { x, y, pixels } = input;
      const rows = keptRows(input, decimate(x, y, options(input)));
      const [start, end] = rowsBetween(
        x,
        input.from ?? -Infinity,
        input.to ?? Infinity,
      );
      const left = input.from ?? x[start];
      const width = (input.to ?? x[end - 1]) - left;
      const kindsOf = (list: number[]) =>
        new Set(
          list
            .filter((row) => !Number.isFinite(y[row]))
            .map((row) => {
              const share = width > 0 ? (x[row] - left) / width : 0;
              const pixel = Math.min(Math.floor(share * pixels), pixels - 1);
              return `${pixel} ${y[row]}`;
            }),
        );
      const all = Array.from({ length: end - start }, (_, i) => start + i);
      expect(kindsOf(rows)).toEqual(kindsOf(all));
    }
  });

  it("keeps a single 0 and a single infinity among many rows", () => {
    const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const y = x.map((step) => 1 + step);
    [y[33_333], y[44_444], y[55_555], y[55_556]] = [
      0,
      Infinity,
      NaN,
      -Infinity,
    ];
    const kept = [...decimate(x, y, { pixels: 100 }).y];
    expect(kept.filter((value) => value === 0)).toHaveLength(1);
    expect(kept.filter((value) => !Number.isFinite(value))).toEqual([
      Infinity,
      NaN,
      -Infinity,
    ]);
  });

  it("never lets a line bridge a gap", () => {
    for (const seed of seeds) {
      const input = randomCase(seed, true);
      const rows = keptRows(input, decimate(input.x, input.y, options(input)));
      const [start, end] = rowsBetween(
        input.x,
        input.from ?? -Infinity,
        input.to ?? Infinity,
      );
      if (end - start <= 4 * input.pixels) continue;
      const isGap = (row: number) => !Number.isFinite(input.y[row]);
      for (let i = 1; i < rows.length; i++) {
        if (!isGap(rows[i]) && !isGap(rows[i - 1]))
          expect(
            input.y.subarray(rows[i - 1], rows[i]).every(Number.isFinite),
          ).toBe(true);
      }
    }
  });

  it("keeps the whole envelope of a series that jumps up and down", () => {
    const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const y = x.map((step) => (step % 2 ? 1 : -1));
    const { x: at, y: kept } = decimate(x, y, { pixels: 100 });
    expect(kept.filter((v) => v === 1).length).toBeGreaterThanOrEqual(100);
    expect(kept.filter((v) => v === -1).length).toBeGreaterThanOrEqual(100);
    expect(at[0]).toBe(0);
    expect(at.at(-1)).toBe(99_999);
  });

  it.each([false, true])(
    "keeps an oscillation of period one whole at every zoom level, log x: %s",
    (log) => {
      const rows = 100_000;
      // From 500 rows a pixel down to a hundredth of one.
      const pixels = 200;
      const x = Float64Array.from({ length: rows }, (_, i) => i + 1);
      const y = x.map((step) => (step % 2 ? 1 : -1) * (1 + step / rows));
      const place = log ? Math.log10 : (value: number) => value;
      for (let span = rows - 1; span >= 2; span = Math.floor(span / 3))
        for (const from of [1, Math.floor((rows - span) / 2), rows - span]) {
          const to = from + span;
          const drawn = decimate(x, y, { pixels, from, to, log });
          const pixelOf = (value: number) =>
            Math.min(
              Math.floor(
                ((place(value) - place(from)) / (place(to) - place(from))) *
                  pixels,
              ),
              pixels - 1,
            );
          const envelope = (xs: Float64Array, ys: Float64Array) => {
            const ends = new Map<number, [number, number]>();
            xs.forEach((value, i) => {
              if (value < from || value > to) return;
              const [low, high] = ends.get(pixelOf(value)) ?? [
                Infinity,
                -Infinity,
              ];
              ends.set(pixelOf(value), [
                Math.min(low, ys[i]),
                Math.max(high, ys[i]),
              ]);
            });
            return ends;
          };
          expect(envelope(drawn.x, drawn.y)).toEqual(envelope(x, y));
        }
    },
  );

  it("leaves out what has no place on a logarithmic axis", () => {
    const x = Float64Array.of(-1, 0, 1, 2);
    expect(decimate(x, x, { pixels: 5, log: true }).x).toEqual(
      Float64Array.of(1, 2),
    );
    expect(
      decimate(x, x, { pixels: 5, log: true, from: 0, beyond: true }).x,
    ).toEqual(Float64Array.of(1, 2));
    const long = Float64Array.from({ length: 5000 }, (_, i) => i);
    const { x: at } = decimate(long, long, { pixels: 10, log: true, from: 0 });
    expect([at[0], at.at(-1)]).toEqual([1, 4999]);
  });

  it("goes one row beyond the window when asked to", () => {
    const x = Float64Array.from({ length: 10_000 }, (_, i) => i);
    for (const [from, to, first, last] of [
      [100.5, 102.5, 100, 103],
      [100, 9000, 99, 9001],
      [0, 9999, 0, 9999],
    ]) {
      const drawn = decimate(x, x, { pixels: 50, from, to, beyond: true });
      expect([drawn.x[0], drawn.x.at(-1)]).toEqual([first, last]);
    }
  });

  it("keeps a constant series from end to end", () => {
    const x = Float64Array.from({ length: 10_000 }, (_, i) => i);
    const { x: at, y } = decimate(x, new Float64Array(10_000).fill(3), {
      pixels: 10,
    });
    expect(y.every((v) => v === 3)).toBe(true);
    expect([at[0], at.at(-1)]).toEqual([0, 9999]);
  });

  it("keeps one spike among a million rows", () => {
    const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i);
    const y = new Float64Array(1_000_000);
    y[654_321] = 7;
    const { x: at, y: kept } = decimate(x, y, { pixels: 300 });
    expect(at[kept.indexOf(7)]).toBe(654_321);
  });

  it("returns all rows when there are few, gaps included", () => {
    const x = Float64Array.of(0, 1, 2, 3);
    const y = Float64Array.of(NaN, NaN, 1, -Infinity);
    expect(decimate(x, y, { pixels: 1 })).toEqual({ x, y });
  });

  it("draws nothing of a series of gaps but one mark a pixel", () => {
    const x = Float64Array.from({ length: 1000 }, (_, i) => i);
    const { y } = decimate(x, new Float64Array(1000).fill(NaN), { pixels: 10 });
    expect(y).toEqual(new Float64Array(10).fill(NaN));
  });

  it("is empty for an empty series and for a window beside it", () => {
    const empty = { x: new Float64Array(), y: new Float64Array() };
    expect(decimate(empty.x, empty.y, { pixels: 10 })).toEqual(empty);
    const x = Float64Array.of(1, 2);
    expect(decimate(x, x, { pixels: 10, from: 3, to: 9 })).toEqual(empty);
    expect(decimate(x, x, { pixels: 10, from: 2, to: 1 })).toEqual(empty);
  });
});

describe("rowsBetween", () => {
  it.each([
    [0, 9, [0, 4]],
    [1, 3, [0, 2]],
    [3, 3, [1, 2]],
    [4, 4, [2, 2]],
    [8, 2, [4, 4]],
  ])("finds the rows from %d to %d", (from, to, expected) => {
    expect(rowsBetween(Float64Array.of(1, 3, 5, 7), from, to)).toEqual(
      expected,
    );
  });
});

describe("decimatePath", () => {
  it("is what decimate makes of an ascending x, give or take what is beyond the window", () => {
    for (let seed = 0; seed < 100; seed++) {
      const input = randomCase(seed, seed % 2 === 0);
      const path = decimatePath(input.x, input.y, options(input));
      const plain = decimate(input.x, input.y, options(input));
      const { from, to } = input;
      const inside = [...path.x.keys()].filter(
        (row) =>
          path.x[row] >= (from ?? -Infinity) && path.x[row] <= (to ?? Infinity),
      );
      const ends = (y: Iterable<number>) => {
        const finite = [...y].filter(Number.isFinite);
        return [Math.min(...finite), Math.max(...finite)];
      };
      expect(ends(inside.map((row) => path.y[row]))).toEqual(ends(plain.y));
    }
  });

  it("never draws a line across a gap, nor one through the window that the curve does not go", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = randomNumbers(seed);
      const length = 1 + Math.floor(random() * 400);
      let at = 0;
      const x = Float64Array.from({ length }, () => {
        at += (random() - 0.5) * 20;
        return random() < 0.02 ? NaN : at;
      });
      const y = Float64Array.from({ length }, () =>
        random() < 0.05 ? NaN : Math.round(random() * 1e9),
      );
      const [from, to] = [-15, 20];
      const path = decimatePath(x, y, { pixels: 10, from, to });
      const isInside = (value: number) => value >= from && value <= to;
      // Numbers that occur once tell which rows were kept.
      const rows = [...path.y].map((value) => y.indexOf(value));
      for (let i = 1; i < path.x.length; i++) {
        const [a, b] = [rows[i - 1], rows[i]];
        if (a < 0 || b < 0) continue;
        const left = [...y.subarray(a + 1, b)].some(Number.isNaN);
        const away = [...x.subarray(a + 1, b)].some(Number.isNaN);
        const beyond = [path.x[i - 1], path.x[i]];
        const outside =
          beyond.every((value) => value < from) ||
          beyond.every((value) => value > to);
        expect(outside || (!left && !away)).toBe(true);
        // What is left out between two rows is to the same side of the window, or in the same pixel.
        const skipped = [...x.subarray(a + 1, b)];
        if (outside) expect(skipped.some(isInside)).toBe(false);
      }
      // The greatest value of every pixel survives.
      const inside = [...x.keys()].filter(
        (row) => isInside(x[row]) && Number.isFinite(y[row]),
      );
      if (inside.length > 0)
        expect(path.y).toContain(Math.max(...inside.map((row) => y[row])));
    }
  });

  it("has no place for what is at or below 0 on a logarithmic axis", () => {
    const { x, y } = decimatePath(
      Float64Array.of(1, 10, -1, 0, 100),
      Float64Array.of(1, 2, 3, 4, 5),
      { pixels: 50, log: true },
    );
    expect(x).toEqual(Float64Array.of(1, 10, NaN, NaN, 100));
    expect(y).toEqual(Float64Array.of(1, 2, NaN, NaN, 5));
  });
});

it("extentOf is from the least to the greatest x that has a place", () => {
  const x = Float64Array.of(3, NaN, -1, Infinity, 7);
  expect(extentOf(x, false)).toEqual({ min: -1, max: 7 });
  expect(extentOf(x, true)).toEqual({ min: 3, max: 7 });
  expect(extentOf(Float64Array.of(-1), true)).toBeNull();
});
