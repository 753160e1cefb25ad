/** The experiments that a sweep makes out of one. */
import { LabFailure, toLabError } from "../../errors";
import { limits } from "../../schema/fields";
import { optionsOf, unwrapped, declaredAt } from "../../schema/walk";
import { nearest } from "../../text/nearest";
import { z } from "zod";
import { drawsStart } from "../draws-start";
import { valueAt, withValue } from "../path";
import { refusals } from "../refusals";
import { experimentSchema, type ExperimentSpec } from "../spec";
import { badExperiment, requireExperiment } from "../validate";
import { parts } from "../words";
import { combinations, type Combination } from "./combine";
import { refusal } from "./refusal";
import { valueWords, type Setting, type SettingValue } from "./setting";
import { settingsOf } from "./settings";
import { mostRuns, sweepSchema, type Sweep } from "./spec";
import { factorOf } from "./values";

/**
 * The experiments of a sweep: all of `base` but for the varied settings, which their names tell. All of them
 * are valid, or none is made.
 * @param most runs that it may make
 * @throws LabFailure `bad-experiment` with a sentence that names the setting and what it may be
 */
export function expandSweep(
  base: ExperimentSpec,
  sweep: Sweep,
  most = mostRuns,
): ExperimentSpec[] {
  const { vary, combine } = requireSweep(sweep);
  const known = settingsOf(base);
  const factors = Object.entries(vary).map(([path, values]) =>
    factorOf(requireSetting(known, path), values),
  );
  if (factors.length === 0)
    throw refusal("sweep", "Choose at least one setting to vary.");
  const settings = factors.map(({ setting }) => setting);
  const all = combinations(factors, combine, most);
  return all.map((values, i) => {
    const ending = endingOf(settings, values);
    const name = nameOf(base.name, ending, `run ${i + 1} of ${all.length}`);
    return variant({ ...base, name }, settings, values, ending);
  });
}

/** What a group of such runs is called: "MNIST-5k tanh: η × units of layer 1". */
export function sweepName(base: ExperimentSpec, { vary }: Sweep): string {
  const known = settingsOf(base);
  const names = Object.keys(vary).map((path) => {
    const setting = known.find((one) => one.path === path);
    return setting?.symbol ?? setting?.name ?? path;
  });
  const ending = `: ${names.join(" × ")}`.slice(0, limits.name - 1);
  return base.name.slice(0, limits.name - ending.length).trim() + ending;
}

/**
 * The experiment with one setting changed. A kind takes from the one before what both have, and the rest by
 * default.
 */
export function withSetting(
  spec: ExperimentSpec,
  { path, isKind, shared }: Pick<Setting, "path" | "isKind" | "shared">,
  value: SettingValue,
): ExperimentSpec {
  if (!isKind)
    return (shared ?? [path]).reduce(
      (changed, one) => withValue(changed, one, value),
      spec,
    );
  const outer = path.slice(0, path.lastIndexOf("."));
  const union = unwrapped(declaredAt(parts(outer), experimentSchema, spec));
  const option = optionsOf(union).find(({ tag }) => tag === value);
  const key = path.slice(outer.length + 1);
  if (!(option?.schema instanceof z.ZodObject))
    return withValue(spec, path, value);
  const { shape } = option.schema;
  const kept = Object.entries(valueAt(spec, outer) as object).filter(
    ([field]) => field !== key && Object.hasOwn(shape, field),
  );
  const next = { ...Object.fromEntries(kept), [key]: value };
  return withValue(spec, outer, next);
}

function requireSweep(sweep: Sweep) {
  const parsed = sweepSchema.safeParse(sweep, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw badExperiment(
    parsed.error.issues.flatMap((issue) => refusals(issue, sweepSchema, sweep)),
  );
}

function requireSetting(known: Setting[], path: string): Setting {
  const found = known.find((setting) => setting.path === path);
  if (found) return found;
  if (path === seedPath) throw refusal(path, noSeed);
  const near = nearest(
    path,
    known.map((setting) => setting.path),
  );
  throw refusal(
    path,
    `“${path}” is not a setting of this experiment that can be varied.${near ? ` Did you mean “${near}”?` : ""}`,
  );
}

function variant(
  base: ExperimentSpec,
  settings: Setting[],
  values: Combination,
  ending: string,
): ExperimentSpec {
  // A kind first: the other settings may be its own.
  const order = settings.map((_, i) => i);
  const rank = (i: number) => Number(settings[i].isKind ?? false);
  order.sort((a, b) => rank(b) - rank(a));
  let spec = base;
  for (const i of order) spec = withSetting(spec, settings[i], values[i]);
  try {
    const complete = requireExperiment(spec);
    if (settings.some(({ path }) => path === seedPath)) requireDraws(complete);
    return complete;
  } catch (thrown) {
    const error = toLabError(thrown);
    const message = `The run with ${ending} cannot be created. ${error.message}`;
    throw new LabFailure({ ...error, message });
  }
}

const seedPath = "model.init.seed";
const noSeed =
  "Seeds vary the random start of a network, but this model has a fixed start.";

/** Runs that differ in a seed alone must not be equal. */
function requireDraws({ model }: ExperimentSpec) {
  if (!drawsStart(model))
    throw refusal(
      seedPath,
      "The sine start is the same for every seed, so all of these runs would be equal. Choose another initialisation, or set the bias noise of a network with biases above 0.",
    );
}

/** "η = 0.1, seed 2, units of layer 1 = 50" */
function endingOf(settings: Setting[], values: Combination): string {
  return settings
    .map((setting, i) => {
      const { symbol, name } = setting;
      const text = valueWords(setting, values[i]);
      const called = symbol ?? name;
      return symbol || name.includes(" ")
        ? `${called} = ${text}`
        : `${called} ${text}`;
    })
    .join(", ");
}

/** The beginning of the base's name with what differs, or with the run's place where that is too long. */
function nameOf(base: string, differs: string, place: string): string {
  const least = 12;
  const ending = `, ${differs.length + least <= limits.name ? differs : place}`;
  return base.slice(0, limits.name - ending.length).trim() + ending;
}
