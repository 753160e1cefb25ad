import { count, plain } from "../lib/format";

export interface FrameChoices {
  /** Frames a second: a GIF counts hundredths of a second, so that 100 must be a multiple of it. */
  rate: number;
  /** How long the whole run takes. */
  seconds: number;
}

/** Seconds for which the last frame stays. */
export const lastStays = 2;

/** The steps of the frames, ascending: as evenly spaced as whole steps can be, the first and the last among them. */
export function framesOf(
  last: number,
  { rate, seconds }: FrameChoices,
): number[] {
  const frames = Math.max(2, Math.min(Math.round(rate * seconds), last + 1));
  const all = Array.from({ length: frames }, (_, i) =>
    Math.round((i * last) / (frames - 1)),
  );
  return [...new Set(all)];
}

/** Which steps the frames show, so that nobody takes them for all. */
export function framesSentence(last: number, choices: FrameChoices): string {
  const frames = framesOf(last, choices);
  const rate = plain(choices.rate);
  if (frames.length > last)
    return `${count(frames.length)} frames at ${rate} a second, one for each step.`;
  const steps = frames.slice(0, 3).map(count).join(", ");
  const apart = plain(last / (frames.length - 1), 3);
  return `${count(frames.length)} frames at ${rate} a second: the moving point shows about one step in ${apart} (${steps}, …, ${count(last)}). The curves themselves are drawn with all steps.`;
}
