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
    why: "A fork cannot change the data: it continues with the training samples of the run.",
  },
  {
    path: "model",
    why: "A fork cannot change the model: it starts with the parameters of the run, which fit only this model.",
  },
  {
    path: "loss",
    why: "A fork cannot change the loss: its curve continues that of the run.",
  },
  {
    path: "precision",
    why: "A fork cannot change the precision: the step it starts from was computed in this precision.",
  },
  {
    path: "measure.sharpness.midpoint",
    why: "A fork cannot change whether sharpness is measured at midpoints: a midpoint needs the step before.",
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
      suggestion: "To change it, start a new run.",
    }));
  if (spec.steps > step) return fixed;
  return [
    ...fixed,
    {
      path: "steps",
      message: `Steps count from the start of the run. A fork at step ${grouped(step)} needs more than ${grouped(step)}.`,
      suggestion: `${grouped(step + 1)} is the smallest number allowed.`,
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
