import { changeWords } from "../../core/experiment/forked";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { Fork } from "../../core/run/fork";
import { count } from "./format";

/** The change of a fork in a few words: "From step 300: step size 0.05 → 0.1". */
export function forkChip(spec: ExperimentSpec, { step, parent }: Fork): string {
  const change = changeWords(parent.spec, spec) || "nothing changed";
  return `From step ${count(step)}: ${change}`;
}
