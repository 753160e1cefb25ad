/** The step size η of an optimiser: one number, a warm-up and a decay around a peak, or a table. */
import { z } from "zod";
import { cos } from "../math/trigonometric";
import { between, limits, positive, share, whole } from "../schema/fields";
import { named } from "../schema/words";

/** Ends of a warm-up and of a decay are shares of the peak. */
const shareOfPeak = (label: string) =>
  between({ label, help: "As a share of the peak." }, 0, 1).default(0);

const count = (label: string) => whole(label, 1, limits.steps.max);

const decayFields = {
  to: shareOfPeak("Decay to"),
  steps: named(count("Steps of the decay"), {
    label: "Steps of the decay",
    help: "If empty, the decay lasts to the end of the run.",
  }).optional(),
};

const dropsAt =
  "Drops at must be a list of 1 to 1,000 steps, each later than the one before.";

const decay = named(
  z.discriminatedUnion(
    "kind",
    [
      named(z.strictObject({ kind: z.literal("cosine"), ...decayFields }), {
        label: "Cosine",
      }),
      named(z.strictObject({ kind: z.literal("linear"), ...decayFields }), {
        label: "Linear",
      }),
      named(
        z.strictObject({
          kind: z.literal("steps"),
          at: named(
            z
              .array(count("A drop"), { error: dropsAt })
              .min(1, dropsAt)
              .max(1000, dropsAt)
              .refine(ascends, dropsAt),
            {
              label: "Drops at",
              help: "The steps at which the step size drops.",
            },
          ),
          factor: share({
            label: "Factor",
            help: "The step size is multiplied by it at each drop.",
          }).default(0.1),
        }),
        { label: "Steps" },
      ),
    ],
    { error: "The kind of decay must be one of: cosine, linear, steps." },
  ),
  { label: "Decay" },
);

/** Linear from a share of the peak at step 0 to the peak at step `steps`. */
const warmup = z.strictObject(
  { steps: count("Steps of the warm-up"), from: shareOfPeak("Warm-up from") },
  {
    error: 'A warm-up must be an object such as {"steps": 100, "from": 0}.',
  },
);

const schedule = z.strictObject({
  peak: positive({ label: "Peak step size", symbol: "η" }, limits.stepSize.max),
  warmup: warmup.optional(),
  decay: decay.optional(),
});

const tableSays =
  "A table must be a list of 1 to 10,000 pairs [step, step size]: the first at step 0, each later than the one before, step sizes from 0 to 1,000 and one of them above 0.";

const table = z.strictObject({
  table: named(
    z
      .array(
        z.tuple([
          z.int(tableSays).min(0, tableSays).max(limits.steps.max, tableSays),
          z
            .number(tableSays)
            .min(0, tableSays)
            .max(limits.stepSize.max, tableSays),
        ]),
        { error: tableSays },
      )
      .min(1, tableSays)
      .max(10_000, tableSays)
      .refine(
        (rows) => rows[0]?.[0] === 0 && ascends(rows.map(([step]) => step)),
        tableSays,
      )
      .refine((rows) => rows.some(([, eta]) => eta > 0), tableSays),
    {
      label: "Table of step sizes",
      help: "Each step size applies from its step until the next entry.",
      entry: "matrix",
    },
  ),
});

export const stepSize = named(
  z.union(
    [
      positive({ label: "Step size", symbol: "η" }, limits.stepSize.max),
      schedule,
      table,
    ],
    {
      error:
        'Step size must be a number, a schedule such as {"peak": 0.1, "warmup": {"steps": 100, "from": 0}, "decay": {"kind": "cosine", "to": 0}}, or a table such as {"table": [[0, 0.1], [500, 0.01]]}.',
    },
  ),
  { label: "Step size", symbol: "η" },
);

export type StepSize = z.output<typeof stepSize>;
export type Schedule = z.output<typeof schedule>;
type Decay = NonNullable<Schedule["decay"]>;

/** Whether it is one number for the whole run. */
export function isConstant(of: StepSize): of is number {
  return typeof of === "number";
}

/**
 * η of the update θ_t → θ_{t+1}.
 * @param steps of the whole run: where a decay without a length of its own ends
 */
export function stepSizeAt(of: StepSize, step: number, steps: number): number {
  if (typeof of === "number") return of;
  if ("table" in of) return inTable(of.table, step);
  const { peak, warmup, decay } = of;
  const begin = warmup?.steps ?? 0;
  if (warmup && step < begin)
    return peak * (warmup.from + (1 - warmup.from) * (step / begin));
  if (!decay) return peak;
  return peak * decayed(decay, step, begin, steps);
}

/** The largest step size, which no step may exceed. */
export function peakOf(of: StepSize): number {
  if (typeof of === "number") return of;
  return "table" in of ? Math.max(...of.table.map(([, eta]) => eta)) : of.peak;
}

/** The time Σ_{s<t} η_s that gradient flow would have run, at ascending steps t `[n]`; η·t where η is constant. */
export function flowTimes(
  of: StepSize,
  steps: number,
  at: Float64Array,
): Float64Array {
  if (typeof of === "number") return at.map((step) => step * of);
  let [step, time] = [0, 0];
  return at.map((wanted) => {
    for (; step < wanted; step++) time += stepSizeAt(of, step, steps);
    return time;
  });
}

/** In words, e.g. "0.05" or "warm-up over 100 steps to 0.05, cosine to 0.005". */
export function stepSizeWords(of: StepSize): string {
  if (typeof of === "number") return String(of);
  if ("table" in of) {
    const sizes = of.table.map(([, eta]) => eta);
    return `table of ${sizes.length}, ${Math.min(...sizes)} to ${Math.max(...sizes)}`;
  }
  const { peak, warmup, decay } = of;
  const rise = warmup
    ? `warm-up from ${rounded(warmup.from * peak)} over ${warmup.steps} steps to ${peak}`
    : `${peak}`;
  return decay ? `${rise}, ${decayWords(decay, peak)}` : rise;
}

function decayWords(decay: Decay, peak: number): string {
  if (decay.kind === "steps")
    return `× ${decay.factor} at ${decay.at.length > 4 ? `${decay.at.length} steps` : `step ${decay.at.join(", ")}`}`;
  const over = decay.steps === undefined ? "" : ` over ${decay.steps} steps`;
  return `${decay.kind} to ${rounded(decay.to * peak)}${over}`;
}

/** Products of shares have digits that nobody wrote. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** The share of the peak at a step from the end of the warm-up on. */
function decayed(decay: Decay, step: number, begin: number, steps: number) {
  if (decay.kind === "steps") {
    let share = 1;
    for (const at of decay.at) if (at <= step) share *= decay.factor;
    return share;
  }
  const length = decay.steps ?? Math.max(1, steps - begin);
  const done = Math.min(1, (step - begin) / length);
  const left =
    decay.kind === "linear" ? 1 - done : (1 + cos(Math.PI * done)) / 2;
  return decay.to + (1 - decay.to) * left;
}

/** The last entry at or before a step; the first entry is at step 0. */
function inTable(rows: readonly (readonly [number, number])[], step: number) {
  let [low, high] = [0, rows.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rows[middle][0] <= step) low = middle;
    else high = middle;
  }
  return rows[low][1];
}

function ascends(values: number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]);
}
