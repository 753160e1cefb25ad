import type { Random } from "../random";

/** The numbers below `count`, in their order. */
export function firstNumbers(count: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

/** Puts random entries into the first `count` places (Fisher and Yates). */
export function shuffle(
  entries: Uint32Array,
  random: Random,
  count = entries.length,
) {
  for (let i = 0; i < Math.min(count, entries.length - 1); i++) {
    const j = i + Math.floor(random.uniform() * (entries.length - i));
    [entries[i], entries[j]] = [entries[j], entries[i]];
  }
}
