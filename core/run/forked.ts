import type { ExperimentSpec } from "../experiment/spec";
import type { Optimizer } from "../optimizers/optimizer";
import { SpectrumMeter } from "../spectrum/meter";
import { isSameJson } from "../text/same-json";
import type { Checkpoint } from "./checkpoint";
import { EventWatch } from "./events";
import { emptySummary } from "./summary";

type Spec = Pick<ExperimentSpec, "optimizer" | "measure">;

/**
 * The checkpoint of a run as one from which a fork sets out.
 *
 * Parameters, |θ − θ_0| and the reference of divergence go on. So does what the optimiser remembers, as long
 * as it is of the same kind; another kind begins as at its first step. The search for eigenvalues goes on
 * where the same ones are measured. What the fork says of itself is of its own rows, its running time too;
 * with the same optimiser what was crossed before it stays crossed.
 * @param fresh an optimiser of the fork that has made no update
 */
export function forkedCheckpoint(
  checkpoint: Checkpoint,
  parent: Spec,
  spec: Spec,
  fresh: Optimizer,
  precision: "float64" | "float32",
): Checkpoint {
  const size = checkpoint.theta.length;
  const isSameKind = parent.optimizer.kind === spec.optimizer.kind;
  const isSameMethod = isSameJson(parent.optimizer, spec.optimizer);
  const { summary, watch } = checkpoint.recorder;
  const crossingStep = isSameMethod ? summary.crossingStep : null;
  return {
    ...checkpoint,
    seconds: 0,
    optimizer: isSameKind ? checkpoint.optimizer : fresh.state(),
    spectrum:
      isSameKind && measuresSame(parent, spec)
        ? checkpoint.spectrum
        : new SpectrumMeter(spec.measure.sharpness, {
            size,
            precision,
          }).state(),
    recorder: {
      summary: { ...emptySummary, crossingStep },
      hoverSum: 0,
      hoverCount: 0,
      columns: null,
      watch: isSameMethod && watch ? watch : new EventWatch("").state(),
    },
  };
}

/** Whether the same eigenvalues are searched for, at whatever cadence. */
function measuresSame(a: Spec, b: Spec): boolean {
  const { every } = a.measure.sharpness;
  return isSameJson(a.measure.sharpness, { ...b.measure.sharpness, every });
}
