import { count, plain, superscript } from "../lib/format";
import type { Axis } from "./model";

/** Round values inside [min, max], about `wanted` of them, 1, 2 or 5 times a power of ten apart. */
export function linearTicks({ min, max }: Axis, wanted: number): number[] {
  const rough = (max - min) / Math.max(1, wanted);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((n) => n * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let n = Math.ceil(min / step - 1e-9); n * step <= max + step * 1e-9; n++)
    // Multiples of a fraction carry noise in the last digits.
    ticks.push(Number((n * step).toPrecision(12)));
  return ticks;
}

/** Powers of ten inside [min, max]; in between, when the range is too short for two of them. */
export function logTicks({ min, max }: Axis, wanted: number): number[] {
  if (!(min > 0) || !(max > min)) return [];
  const first = Math.ceil(Math.log10(min) - 1e-9);
  const last = Math.floor(Math.log10(max) + 1e-9);
  if (last > first) {
    const stride = Math.ceil((last - first + 1) / Math.max(2, wanted));
    const ticks: number[] = [];
    for (let n = first; n <= last; n += stride) ticks.push(Number(`1e${n}`));
    return ticks;
  }
  const between = [1, 2, 5]
    .flatMap((digit) => [digit * 10 ** (first - 1), digit * 10 ** first])
    .filter((value) => value >= min && value <= max)
    .sort((a, b) => a - b);
  return between.length > 1 ? between : linearTicks({ min, max }, wanted);
}

/** "40", "0.05"; "10⁻²" where all the ticks of a logarithmic axis are powers of ten. */
export function tickLabels(ticks: number[], log: boolean): string[] {
  const exponents = ticks.map(Math.log10);
  const decades =
    log && exponents.every((n) => Math.abs(n - Math.round(n)) < 1e-9);
  return ticks.map((value, i) => {
    if (decades && value !== 1 && value !== 10)
      return `10${superscript(Math.round(exponents[i]))}`;
    return Number.isInteger(value) ? count(value) : plain(value);
  });
}

/**
 * The same values in units of a power of ten, for labels that are too wide: −0.0005 is "−5" and the
 * unit "× 10⁻⁴".
 */
export function scaledLabels(ticks: number[]): {
  labels: string[];
  unit: string;
} {
  const [, size] = extremes(ticks.map(Math.abs));
  const exponent = Math.floor(Math.log10(size));
  if (!Number.isFinite(exponent))
    return { labels: ticks.map(String), unit: "" };
  // Through text, so that the power of ten brings no rounding with it.
  const scaled = (value: number) => {
    const [mantissa, power] = value.toExponential(11).split("e");
    return Number(`${mantissa}e${Number(power) - exponent}`);
  };
  return {
    labels: ticks.map((value) => plain(scaled(value))),
    unit: `× 10${superscript(exponent)}`,
  };
}

/** A linear axis that shows all values with some air, and 0 when it is near. */
export function linearRange(values: number[]): Axis {
  const [low, high] = extremes(values);
  if (low > high) return { min: 0, max: 1 };
  const span = high - low || Math.abs(high) || 1;
  const min = low >= 0 && low < span * 0.3 ? 0 : low - span * 0.08;
  return { min, max: high + span * 0.12 };
}

/** A logarithmic axis that shows all positive values with some air. */
export function logRange(values: number[]): Axis {
  const [low, high] = extremes(values.filter((value) => value > 0));
  if (low > high) return { min: 0.1, max: 1 };
  const air = Math.max((high / low) ** 0.06, 1.05);
  return { min: low / air, max: high * air };
}

/** [∞, −∞] when there are none. A spread would overflow the stack on long columns. */
function extremes(values: number[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
