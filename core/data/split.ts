import { badField } from "./refuse";
import { grouped } from "../text/grouped";

/** Numbers that a data set may hold, inputs and targets together: 1.6 GB. */
export const maxNumbers = 200_000_000;

interface Wish {
  samples?: number | undefined;
  testSamples?: number | undefined;
}

/**
 * How many samples to train on and how many to set aside.
 * @param available samples that there are
 * @param what where they are, e.g. the path of a file
 */
export function split(wish: Wish, available: number, what: string) {
  const testSamples = wish.testSamples ?? 0;
  const samples = wish.samples ?? available - testSamples;
  if (samples < 1)
    throw badField(
      "data.testSamples",
      `${what} holds ${grouped(available)} samples, so ${grouped(testSamples)} test samples leave none to train on.`,
      `Ask for fewer than ${grouped(available)}.`,
    );
  if (samples + testSamples > available)
    throw badField(
      "data.samples",
      `${what} holds ${grouped(available)} samples, and ${grouped(samples + testSamples)} are asked for.`,
      testSamples > 0
        ? `Set samples and testSamples to ${grouped(available)} or fewer together.`
        : `Set samples to ${grouped(available)} or fewer.`,
    );
  return { samples, testSamples };
}

/** Refuses more numbers than fit into memory. */
export function requireSize(samples: number, numbers: number, what: string) {
  if (samples * numbers <= maxNumbers) return;
  const most = Math.floor(maxNumbers / numbers);
  throw badField(
    "data.samples",
    `${grouped(samples)} samples of ${what} with ${grouped(numbers)} numbers each are too many: at most ${grouped(maxNumbers)} numbers fit into memory.`,
    most > 0
      ? `Set samples and testSamples to ${grouped(most)} or fewer together.`
      : "Give a file with smaller samples.",
  );
}
