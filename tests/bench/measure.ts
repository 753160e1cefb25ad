import { appendFileSync } from "node:fs";

/** One repetition: answers with the milliseconds it took. */
export type Timed = () => number | Promise<number>;

/** Milliseconds of a function of ours; the mean of `repeat` calls where one is too short to time. */
export function clocked(work: () => unknown, repeat = 1): Timed {
  return () => {
    const start = performance.now();
    for (let i = 0; i < repeat; i++) work();
    return (performance.now() - start) / repeat;
  };
}

/** For a quick look: EDGE_LAB_BENCH_ROUNDS caps how often each is called. */
const mostRounds = Number(process.env.EDGE_LAB_BENCH_ROUNDS ?? Infinity);

/** Milliseconds of each, called in turn so that drift of the machine hits all alike. */
export async function inTurn(
  functions: Timed[],
  rounds: number,
): Promise<number[][]> {
  for (const f of functions) for (let i = 0; i < 3; i++) await f();
  const times: number[][] = functions.map(() => []);
  for (let round = 0; round < Math.min(rounds, mostRounds); round++)
    for (const [i, f] of functions.entries()) times[i].push(await f());
  return times;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function print(name: string, values: number[]) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  say(`${name}: median ${show(median(values))} (${show(low)}–${show(high)})`);
}

/** The most or the least that a figure should be. */
export type Goal = { most: number } | { least: number };

/**
 * Prints a figure, and keeps it as a row of the table that `npm run bench` ends with.
 * @param values of repeated measurements, of which the median counts; or the only one
 * @param unit empty for a ratio
 */
export function figure(
  what: string,
  values: number[],
  unit = "",
  goal: Goal | null = null,
) {
  print(unit ? `${what}, ${unit}` : what, values);
  const file = process.env.EDGE_LAB_BENCH_FIGURES;
  if (!file) return;
  const row = JSON.stringify({ what, unit, values, goal });
  appendFileSync(file, `${row}\n`);
}

/** Products of the measurements along the run of MNIST-5k; the first, which knows nothing before it, is told alone. */
export function productsFigure(k: number, [first, ...warm]: number[]) {
  const mean = warm.reduce((a, b) => a + b) / warm.length;
  const name = `products per measurement, MNIST-5k, every 10 steps, float32 to 10⁻³, k = ${k}`;
  print(`${name}, the first ${first}`, warm);
  figure(`${name}, mean`, [mean], "", { most: k === 1 ? 4 : 6 });
}

/** The ratios of two that were timed in turn, round by round. */
export function ratios(a: number[], b: number[]): number[] {
  return a.map((t, i) => t / b[i]);
}

/** The ratio of two that were timed in turn, round by round. */
export function printRatio(name: string, a: number[], b: number[]) {
  print(name, ratios(a, b));
}

export function printTable(rows: (string | number)[][]) {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === "number" ? show(cell) : cell)),
  );
  const widths = cells[0].map((_, i) =>
    Math.max(...cells.map((row) => row[i].length)),
  );
  for (const row of cells)
    say(row.map((cell, i) => cell.padStart(widths[i])).join("   "));
}

export function say(line: string) {
  process.stdout.write(`${line}\n`);
}

export function show(x: number) {
  return x >= 1000 ? Math.round(x).toLocaleString("en-US") : x.toPrecision(3);
}
