/** The experiment of a fork, which goes on from a step of a run: what it may change, and how that is said. */
import type { FieldError } from "../errors";
import { limits } from "../schema/fields";
import { grouped } from "../text/grouped";
import { isSameJson } from "../text/same-json";
import { differences, type Difference } from "./diff";
import { valueAt } from "./path";
import type { ExperimentSpec } from "./spec";
import { badExperiment, requireExperiment } from "./validate";

/** Settings that a fork has from its parent, each with the reason. */
export const fixedInFork: readonly { path: string; why: string }[] = [
  {
    path: "data",
    why: "The data stay as they are in a fork: it goes on with the samples that the run has learned from.",
  },
  {
    path: "model",
    why: "The model stays as it is in a fork: the parameters at that step fit no other one, and its start lies in the past.",
  },
  {
    path: "loss",
    why: "The loss stays as it is in a fork, so that its curve goes on from that of the run.",
  },
  {
    path: "precision",
    why: "The precision stays as it is in a fork: the step that it sets out from was computed in it.",
  },
  {
    path: "measure.sharpness.midpoint",
    why: "Where sharpness is measured stays as it is in a fork: a midpoint needs the step before.",
  },
];

/** Whether a fork may change a setting. */
export function isChangeable(path: string): boolean {
  return !fixedInFork.some(
    (one) => path === one.path || path.startsWith(`${one.path}.`),
  );
}

/**
 * The experiment of a fork at a step, with its defaults.
 * @param parent the experiment that it leaves
 * @param changed the same with other settings; a name of its own, or that of the parent, which then gets what is
 *   changed behind it
 * @param name of the run that it leaves, where that has been renamed
 * @throws LabFailure `bad-experiment` that names each setting that cannot be so
 */
export function requireForked(
  parent: ExperimentSpec,
  changed: unknown,
  step: number,
  name = parent.name,
): ExperimentSpec {
  const spec = requireExperiment(changed);
  const problems = forkProblems(parent, spec, step);
  if (problems.length > 0) throw badExperiment(problems);
  if (spec.name !== parent.name) return spec;
  return { ...spec, name: forkName(name, differences([parent, spec]), step) };
}

/** What is wrong with the experiment of a fork besides what is wrong with any. */
export function forkProblems(
  parent: ExperimentSpec,
  spec: ExperimentSpec,
  step: number,
): FieldError[] {
  const same = (path: string) =>
    isSameJson(valueAt(parent, path), valueAt(spec, path));
  const fixed = fixedInFork
    .filter(({ path }) => !same(path))
    .map(({ path, why }) => ({
      path,
      message: why,
      suggestion: "Start a new run for another one.",
    }));
  if (spec.steps > step) return fixed;
  return [
    ...fixed,
    {
      path: "steps",
      message: `The steps count from the start of the run: a fork at step ${grouped(step)} needs more than ${grouped(step)}.`,
      suggestion: `${grouped(step + 1)} is the least.`,
    },
  ];
}

/** "step size 0.05 → 0.1, steps 500 → 1,000"; "" where nothing is changed. */
export function changeWords(
  parent: ExperimentSpec,
  spec: ExperimentSpec,
): string {
  return differences([parent, spec])
    .map(({ label, values: [from, to] }) => `${label} ${from} → ${to}`)
    .join(", ");
}

/** "MNIST-5k tanh, step size 0.1 from step 300". */
function forkName(parent: string, changed: Difference[], step: number): string {
  const [first] = changed;
  const what =
    changed.length === 0
      ? "goes on"
      : changed.length === 1
        ? `${first.label} ${first.values[1]}`
        : `${changed.length} changes`;
  const ending = `, ${what} from step ${grouped(step)}`.slice(0, limits.name);
  // A fork of a fork tells its own change alone.
  const name = parent.replace(/, [^,]+ from step [\d,]+$/, "");
  return `${name.slice(0, limits.name - ending.length).trim()}${ending}`;
}
