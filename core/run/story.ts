/**
 * What happened in a run, told from its curves in a few sentences. Nothing is claimed of what was
 * not measured.
 */

export interface Told {
  /** The step it is about; null where it is about the whole run. */
  step: number | null;
  text: string;
}

/** The whole record of a run that is over. */
export interface RunRecord {
  /** Of each step. */
  loss: { step: Float64Array; value: Float64Array };
  /** Of each measurement, with its residual; values that are not finite are passed over. */
  sharpness: {
    step: Float64Array;
    value: Float64Array;
    residual: Float64Array;
  };
  /** The step of the crossing as the run found it; null where there was none. */
  crossing: number | null;
  /**
   * Steps in which the loss rose by more than rounding, and the first of them; null where the run did
   * not count them, as in earlier versions.
   */
  rises: { count: number; first: number | null } | null;
  /** One for the run, or of each measurement; null where the optimiser has none. */
  threshold: number | Float64Array | null;
  /** "2/η" */
  thresholdName: string;
  /** Whether the run was ended because it grew beyond all bounds. */
  hasDiverged: boolean;
}

/** How numbers are written. */
export interface Writing {
  quantity(value: number): string;
  count(value: number): string;
}

/** Kept on one line. */
export const times = "\u00a0×\u00a0";
/** Sharpness that stays within this share of its start has not changed. */
const still = 0.005;
/** Fewer measurements than this make no mean. */
export const fewest = 10;
/** How far from the threshold, as a share of it, its mean counts as staying there. */
const near = 0.05;

export function storyOf(record: RunRecord, writing: Writing): Told[] {
  return [...sharpnessStory(record, writing), ...lossStory(record, writing)];
}

interface Point {
  step: number;
  value: number;
  /** How far off the value may be. */
  error: number;
}

/** A measurement with the threshold of its step. */
interface Measured extends Point {
  threshold: number;
}

function sharpnessStory(record: RunRecord, writing: Writing): Told[] {
  const { threshold, thresholdName: name } = record;
  const { quantity } = writing;
  if (threshold === null) return courseStory(record, writing);
  const points = measured(record, threshold);
  if (points.length === 0)
    return [{ step: null, text: "Sharpness was not measured." }];
  const [first] = points;
  const edge =
    typeof threshold === "number"
      ? `${name} = ${quantity(threshold)}`
      : `(${name}, which varies; ${quantity(first.threshold)} then)`;
  const share = (point: Measured) =>
    `${ratioText(point.value / point.threshold, writing)}${times}${name}`;
  const told: Told[] = [
    {
      step: first.step,
      text: `Sharpness began at ${quantity(first.value)}, ${side(first)} the threshold ${edge}.`,
    },
  ];
  const top = greatest(points);
  if (!hasChanged(points)) {
    if (points.length > 1)
      told.push({ step: null, text: "It did not change." });
    return told;
  }
  const { crossing } = record;
  // A fork may have crossed the threshold before its first step.
  const isEarlier = crossing !== null && crossing < first.step;
  const at = isEarlier ? 0 : points.findIndex(({ step }) => step === crossing);
  if (at < 0) {
    const rose =
      top.value > first.value * (1 + still)
        ? `It rose as far as ${quantity(top.value)}, ${share(top)},`
        : "It fell from there";
    return [
      ...told,
      { step: top.step, text: `${rose} and never reached the threshold.` },
    ];
  }
  const after = points.slice(at);
  const course = isEarlier
    ? [before(crossing, name, writing)]
    : at > 0
      ? [arrival(record, points, at, writing)]
      : descent(after, name, writing);
  const peak = greatest(after);
  if (peak.step > after[0].step && peak.value > peak.threshold * (1 + still))
    course.push({
      step: peak.step,
      text: `Its highest value is ${quantity(peak.value)}, ${share(peak)}, at step ${writing.count(peak.step)}.`,
    });
  const when = ({ step }: Told) => step ?? Infinity;
  told.push(...course.sort((a, b) => when(a) - when(b)));
  if (after.length >= fewest) told.push(hover(after, name, writing));
  return told;
}

/** Of a run without a threshold: how sharpness went, and no more. */
function courseStory(record: RunRecord, { quantity }: Writing): Told[] {
  const points = finite(record.sharpness);
  if (points.length === 0)
    return [{ step: null, text: "Sharpness was not measured." }];
  const [first] = points;
  const last = points[points.length - 1];
  const top = greatest(points);
  const began = `Sharpness began at ${quantity(first.value)}`;
  if (!hasChanged(points))
    return [{ step: first.step, text: `${began} and did not change.` }];
  return [
    {
      step: first.step,
      text: `${began} and ended at ${quantity(last.value)}. This optimiser has no threshold.`,
    },
    ...(top.step > first.step && top.step < last.step
      ? [
          {
            step: top.step,
            text: `Its highest value is ${quantity(top.value)}.`,
          },
        ]
      : []),
  ];
}

function hasChanged(points: Point[]): boolean {
  const [first] = points;
  return points.some(
    ({ value }) =>
      Math.abs(value - first.value) > still * Math.abs(first.value),
  );
}

function side({ value, error, threshold }: Measured) {
  if (Math.abs(value - threshold) <= error) return "at";
  return value < threshold ? "below" : "above";
}

/** Two decimals; of a ratio that large they would be a row of digits. */
export function ratioText(ratio: number, { quantity }: Writing): string {
  return Math.abs(ratio) < 1000 ? ratio.toFixed(2) : quantity(ratio);
}

/** How sharpness came to the threshold from below. */
function arrival(
  { loss, thresholdName: name }: RunRecord,
  points: Measured[],
  at: number,
  { count }: Writing,
): Told {
  const { step } = points[at];
  const from = valueAt(loss, points[0].step);
  const to = valueAt(loss, step);
  const sharpened = from !== undefined && to !== undefined && to < from;
  const how = sharpened
    ? "It rose while the loss fell (progressive sharpening) and"
    : "It rose and";
  return { step, text: `${how} reached ${name} at step ${count(step)}.` };
}

/** Of a fork: that the run which it goes on from had come to the threshold. */
function before(crossing: number, name: string, { count }: Writing): Told {
  return {
    step: null,
    text: `It had already reached ${name}, at step ${count(crossing)}.`,
  };
}

/** How a run that began above the threshold came below it, if it did. */
function descent(points: Measured[], name: string, { count }: Writing): Told[] {
  const below = points.find((point) => side(point) === "below");
  if (!below) return [{ step: null, text: `It never came below ${name}.` }];
  const stayed = points
    .slice(points.indexOf(below))
    .every((point) => side(point) === "below");
  return [
    {
      step: below.step,
      text: `It ${stayed ? "" : "first "}came below ${name} at step ${count(below.step)}${stayed ? " and stayed there" : ""}.`,
    },
  ];
}

/** Where sharpness was on the average from the crossing on. */
function hover(points: Measured[], name: string, writing: Writing): Told {
  const { count } = writing;
  const sum = points.reduce(
    (total, point) => total + point.value / point.threshold,
    0,
  );
  const mean = sum / points.length;
  return {
    step: points[0].step,
    text: `From step ${count(points[0].step)} on it averaged ${meanWords(mean, name, writing)}.`,
  };
}

/** A mean in units of the threshold, and on which side of it that is. */
export function meanWords(mean: number, name: string, { quantity }: Writing) {
  const text = Math.abs(mean) < 1000 ? mean.toFixed(3) : quantity(mean);
  const where =
    Math.abs(mean - 1) <= near
      ? "about the threshold"
      : mean < 1
        ? "below the threshold"
        : "above the threshold";
  return `${text}${times}${name}, ${where}`;
}

function lossStory(record: RunRecord, { quantity, count }: Writing): Told[] {
  const points = finite(record.loss);
  if (points.length < 2) return [];
  const [first] = points;
  const last = points[points.length - 1];
  const ended = record.hasDiverged
    ? [
        {
          step: last.step,
          text: `The run diverged: it was ended after step ${count(last.step)}, at a loss of ${quantity(last.value)}.`,
        },
      ]
    : [];
  const rises = record.rises ?? countRises(points);
  const fell = last.value < first.value;
  const course = `The loss ${fell ? "fell" : "rose"} from ${quantity(first.value)} to ${quantity(last.value)}`;
  if (rises.first === null)
    return [
      {
        step: null,
        text: `${course} and never rose from one step to the next.`,
      },
      ...ended,
    ];
  if (!fell && record.hasDiverged) return ended;
  return [
    {
      step: rises.first,
      text: `${course}${fell ? ", though not at every step" : ""}: it rose in ${count(rises.count)} of ${count(points.length - 1)} steps, first at step ${count(rises.first)}.`,
    },
    ...ended,
  ];
}

/** Rises by whatever amount. The step before a rise is the last one of which it was not true. */
function countRises(points: Point[]): NonNullable<RunRecord["rises"]> {
  const before = points.filter(
    ({ value }, i) => i + 1 < points.length && points[i + 1].value > value,
  );
  return { count: before.length, first: before.at(0)?.step ?? null };
}

/** @param error how far off each may be; nothing where they are as they are */
export function finite(
  { step, value }: RunRecord["loss"],
  error?: Float64Array,
): Point[] {
  const points: Point[] = [];
  step.forEach((at, i) => {
    if (Number.isFinite(value[i]))
      points.push({ step: at, value: value[i], error: error?.[i] ?? 0 });
  });
  return points;
}

function valueAt({ step, value }: RunRecord["loss"], at: number) {
  return value[step.indexOf(at)] as number | undefined;
}

/** The finite measurements, each with its threshold. */
function measured(
  { sharpness }: RunRecord,
  threshold: number | Float64Array,
): Measured[] {
  const { step, value, residual } = sharpness;
  const points: Measured[] = [];
  step.forEach((at, i) => {
    if (Number.isFinite(value[i]))
      points.push({
        step: at,
        value: value[i],
        error: residual[i],
        threshold: typeof threshold === "number" ? threshold : threshold[i],
      });
  });
  return points;
}

function greatest<P extends Point>(points: P[]): P {
  return points.reduce((best, point) =>
    point.value > best.value ? point : best,
  );
}
