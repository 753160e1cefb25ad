/** What sources have in common whose samples are drawn at random. */
import type { z } from "zod";
import { grouped } from "../text/grouped";
import type { Dataset, LoadedData } from "./dataset";

interface Counts {
  samples: number;
  testSamples?: number | undefined;
}

/** Numbers that may be drawn: a few seconds' work. */
export const mostDrawn = 50_000_000;

export const total = ({ samples, testSamples = 0 }: Counts) =>
  samples + testSamples;

/**
 * Refuses samples that are too many for their size.
 * @param what their number is multiplied by, in words
 * @param count the product
 */
export function requireAtMost(
  most: number,
  what: string,
  count: number,
  data: Counts,
  context: z.RefinementCtx,
) {
  if (count <= most) return;
  context.addIssue({
    code: "custom",
    path: ["samples"],
    message: `Samples (with test samples) times ${what} must be at most ${grouped(most)}; ask for ${grouped(Math.floor((most * total(data)) / count))} samples or fewer.`,
  });
}

/** Draws the training samples and then the test samples. */
export function drawnWith(
  draw: (count: number) => Dataset,
  { samples, testSamples }: Counts,
): LoadedData {
  return { train: draw(samples), test: testSamples ? draw(testSamples) : null };
}

/** The same with fewer samples and none set aside. */
export function fewer<T extends Counts>(data: T, most: number): T {
  const samples = Math.min(most, data.samples);
  return { ...data, samples, testSamples: undefined };
}
