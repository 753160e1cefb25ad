/** What became of the batch sharpness of a run with mini-batches, in a sentence or two. */
import { fewest, finite, meanWords, ratioText, times } from "./story";
import type { Told, Writing } from "./story";

export interface BatchRecord {
  /** Of each measurement, with its standard error; values that are not finite are passed over. */
  step: Float64Array;
  value: Float64Array;
  error: Float64Array;
  /** What it is compared with; null where that varies, and where the optimiser steps along more than the gradient. */
  threshold: number | null;
  /** "2/η" */
  thresholdName: string;
}

export function batchStory(record: BatchRecord, writing: Writing): Told[] {
  const { threshold, thresholdName: name } = record;
  const { quantity, count } = writing;
  const points = finite(record, record.error);
  if (points.length === 0) return [];
  const [first] = points;
  const last = points[points.length - 1];
  const began = `Batch sharpness started at ${quantity(first.value)}`;
  if (threshold === null)
    return [
      {
        step: first.step,
        text:
          first === last
            ? `${began}.`
            : `${began} and ended at ${quantity(last.value)}.`,
      },
    ];
  const share = (value: number) =>
    `${ratioText(value / threshold, writing)}${times}${name}`;
  const start = `${began}, ${share(first.value)}`;
  const at = points.findIndex(({ value, error }) => value + error >= threshold);
  if (at < 0) {
    const top = Math.max(...points.map(({ value }) => value));
    const rose =
      top > first.value
        ? `, rose as far as ${quantity(top)}, ${share(top)}`
        : "";
    return [
      { step: first.step, text: `${start}${rose}, and never reached ${name}.` },
    ];
  }
  const { step } = points[at];
  const reached =
    at > 0 ? `, and reached ${name} at step ${count(step)}.` : ".";
  const told: Told[] = [{ step, text: start + reached }];
  const after = points.slice(at);
  if (after.length < fewest) return told;
  const mean =
    after.reduce((sum, { value }) => sum + value / threshold, 0) / after.length;
  return [
    ...told,
    {
      step,
      text: `From step ${count(step)} on batch sharpness averaged ${meanWords(mean, name, writing)}.`,
    },
  ];
}
