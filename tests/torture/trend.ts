/** Whether a quantity that was looked at again and again stays where it is. */
import type { Usage } from "./usage";
import { printTable } from "./table";

/** The values of one name, in order. */
export function seriesOf(samples: Usage[], name: string): number[] {
  return samples.map((sample) => sample[name]);
}

/** The n-th quarter of what was seen, n = 1 to 4. */
function quarter(values: number[], n: 1 | 2 | 3 | 4): number[] {
  const at = (share: number) => Math.round((share * values.length) / 4);
  return values.slice(at(n - 1), at(n));
}

/**
 * Least of the last quarter ÷ least of the second: work in flight comes and goes, what is never given
 * back lifts the least. The first quarter is left out: there caches fill, code is compiled and the
 * allocator takes what it keeps.
 */
export function growth(values: number[]): number {
  const [before, after] = [least(values, 2), least(values, 4)];
  // Of what there is none, none was added.
  return after === before ? 1 : after / before;
}

/** The smallest value of the n-th quarter. */
export function least(values: number[], n: 1 | 2 | 3 | 4): number {
  return Math.min(...quarter(values, n));
}

/** Prints each quantity at the start, after a quarter, half and three quarters, and at the end. */
export function printTrends(title: string, samples: Usage[]) {
  const last = samples.length - 1;
  const shares = [0, 0.25, 0.5, 0.75, 1].map((s) => Math.round(s * last));
  const columns = ["start", "¼", "½", "¾", "end", "growth"];
  const row = (cells: string[]) => cells.map((c) => c.padStart(9)).join("");
  const rows: Record<string, string> = { "": row(columns) };
  for (const name of Object.keys(samples[0])) {
    const values = seriesOf(samples, name);
    const cells = shares.map((i) => show(values[i]));
    rows[name] = row([...cells, growth(values).toFixed(3)]);
  }
  printTable(title, rows);
}

function show(x: number) {
  return Number.isInteger(x) ? x.toLocaleString("en") : x.toFixed(1);
}
