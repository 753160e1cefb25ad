import { LabFailure } from "../errors";
import { limits } from "../schema/fields";
import type { ExperimentSpec, ModelSpec } from "./spec";
import { requireExperiment } from "./validate";
import { drawsStart } from "./draws-start";
import { grouped } from "../text/grouped";
import { log10 } from "../math/log";
import { pow } from "../math/power";

/** What to vary. Where both are given, each step size runs with each seed. */
export interface Sweep {
  /** As a list, or `count` of them from `from` to `to`, evenly or by equal factors. */
  stepSizes?:
    number[] | { from: number; to: number; count: number; log: boolean };
  /** Seeds of the initial parameters. */
  seeds?: number[];
}

/** The most runs that one sweep may make. */
export const mostRuns = 200;

/**
 * The experiments of a sweep: all of `base` but for step size and seed, which their names tell.
 * @throws LabFailure `bad-experiment` with a sentence for what cannot be
 */
export function expandSweep(
  base: ExperimentSpec,
  { stepSizes, seeds }: Sweep,
): ExperimentSpec[] {
  if (!stepSizes && !seeds)
    throw refusal("sweep", "Choose step sizes or seeds to vary.");
  const sizes = stepSizes && distinct("stepSizes", listOf(stepSizes));
  const kinds = seeds && distinct("seeds", seeds);
  requireCount((sizes?.length ?? 1) * (kinds?.length ?? 1));
  return (sizes ?? [undefined]).flatMap((stepSize) =>
    (kinds ?? [undefined]).map((seed) =>
      requireExperiment(variant(base, stepSize, seed)),
    ),
  );
}

function variant(
  base: ExperimentSpec,
  stepSize: number | undefined,
  seed: number | undefined,
): ExperimentSpec {
  const told = [
    ...(stepSize === undefined ? [] : [`η = ${stepSize}`]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
  ];
  const ending = `, ${told.join(", ")}`;
  const start = base.name.slice(0, limits.name - ending.length).trim();
  return {
    ...base,
    name: `${start}${ending}`,
    ...(stepSize !== undefined && {
      optimizer: { ...base.optimizer, stepSize },
    }),
    ...(seed !== undefined && { model: seeded(base.model, seed) }),
  };
}

function seeded(model: ModelSpec, seed: number): ModelSpec {
  if (model.kind !== "network" || !("seed" in model.init))
    throw refusal(
      "seeds",
      "Seeds vary the random start of a network; this model starts where its file says.",
    );
  if (!drawsStart(model))
    throw refusal(
      "seeds",
      "The sine start is the same for every seed, so all of these runs would be equal. Choose another initialisation, or set the bias noise of a network with biases above 0.",
    );
  return { ...model, init: { ...model.init, seed } };
}

function listOf(sizes: NonNullable<Sweep["stepSizes"]>): number[] {
  if (Array.isArray(sizes)) return sizes;
  const { from, to, count, log } = sizes;
  const { max } = limits.stepSize;
  const isUsable = (size: number) => size > 0 && size <= max;
  if (!isUsable(from) || !isUsable(to) || from >= to)
    throw refusal(
      "stepSizes",
      `The range of step sizes must go from a number greater than 0 to a larger one of at most ${grouped(max)}.`,
    );
  if (!Number.isInteger(count) || count < 2 || count > mostRuns)
    throw refusal(
      "stepSizes.count",
      `The number of step sizes must be a whole number from 2 to ${mostRuns}.`,
    );
  const at = (share: number) =>
    log ? from * pow(to / from, share) : from + (to - from) * share;
  const exact = Array.from({ length: count }, (_, i) =>
    // The ends as given.
    i === 0 ? from : i === count - 1 ? to : at(i / (count - 1)),
  );
  const rounded = shortened(exact);
  if (rounded.every((size, i) => i === 0 || size > rounded[i - 1]))
    return rounded;
  throw refusal(
    "stepSizes",
    `Between ${from} and ${to} there are no ${count} different step sizes. Choose a wider range or fewer of them.`,
  );
}

/** The numbers between the ends with the fewest digits, at least four, that keep their spacing to 1 %. */
function shortened(sizes: number[]): number[] {
  const digits = sizes.slice(1).map((size, i) => {
    const spacing = size - sizes[i];
    // Rounding to d digits moves a number of size s by up to s·10^(1−d)/2.
    return Math.ceil(1 + log10((50 * size) / spacing));
  });
  const enough = Math.min(17, Math.max(4, ...digits));
  return sizes.map((size, i) =>
    i === 0 || i === sizes.length - 1 ? size : Number(size.toPrecision(enough)),
  );
}

function distinct(path: string, values: number[]): number[] {
  const what = path === "seeds" ? "seed" : "step size";
  if (values.length === 0) throw refusal(path, `Give at least one ${what}.`);
  const seen = new Set<number>();
  const twice = values.find((value) => seen.size === seen.add(value).size);
  if (twice !== undefined)
    throw refusal(path, `The ${what} ${twice} is in the list twice.`);
  return values;
}

function requireCount(count: number) {
  if (count > mostRuns)
    throw refusal(
      "sweep",
      `A sweep may have at most ${mostRuns} runs; this one would have ${grouped(count)}.`,
    );
}

function refusal(path: string, message: string): LabFailure {
  return new LabFailure({
    code: "bad-experiment",
    message,
    fields: [{ path, message }],
  });
}
