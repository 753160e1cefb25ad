import type { Again } from "../../core/experiment/again";
import { changeWords } from "../../core/experiment/forked";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { Fork } from "../../core/run/fork";
import { count } from "./format";

/** The change of a fork in a few words: "From step 300: step size 0.05 → 0.1". */
export function forkChip(spec: ExperimentSpec, { step, parent }: Fork): string {
  const change = changeWords(parent.spec, spec) || "nothing changed";
  return `From step ${count(step)}: ${change}`;
}

/** On the button that takes over the settings of a run: those of a fork begin at step 0. */
export function cloneWords({ fork }: { fork: Fork | null }): string {
  return fork ? "Clone from step 0…" : "Clone and change…";
}

/** What does a run again with another step size: a fork without the run that it goes on from. */
export function againWords(
  { title }: Again,
  { fork }: { fork: Fork | null },
): string {
  return fork ? `${title}, from step 0` : title;
}
