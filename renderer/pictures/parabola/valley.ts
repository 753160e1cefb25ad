/** A valley with the steps of an optimiser in it: what is drawn, and what is said of it. */
import {
  optimizerOf,
  stabilityThreshold,
  type OptimizerSpec,
} from "../../../core/optimizers/spec";
import { peakOf } from "../../../core/optimizers/step-size";
import type { TopLine } from "../../../core/views/along-top";
import { stepsOnParabola } from "../../../core/views/parabola";
import type { Ink } from "../../plot/palette";
import { parabolaModel, type ParabolaModel } from "./model";
import { stepsFormula, stepsWords } from "./words";

export interface Valley {
  model: ParabolaModel;
  /** What the steps do, and the same as a formula. */
  words: string;
  equation: string;
  /** What it leaves out; empty where it leaves out nothing. */
  note: string;
  /** What the lines are. */
  key: { label: string; ink: Ink; dash: number[] }[];
}

/** Steps that are drawn. */
const shown = 10;

/**
 * @param curvature λ₁ > 0
 * @param line the loss as it is, where that was computed
 * @returns null where the steps do not depend on the curvature alone
 */
export function valleyOf(
  optimizer: OptimizerSpec,
  curvature: number,
  line: TopLine | null,
): Valley | null {
  const places = stepsOnParabola(optimizer, curvature, shown);
  if (!places) return null;
  const {
    thresholdFormula: name,
    isPlain = false,
    isFlow = false,
    isPreconditioned,
    label,
  } = optimizerOf(optimizer);
  const stepSize = peakOf(optimizer.stepSize);
  const value = stabilityThreshold({ ...optimizer, stepSize });
  const threshold =
    isFlow || value === null || name === undefined ? null : { value, name };
  const told = { curvature, stepSize, threshold, isPlain, isFlow, places };
  const model = parabolaModel(
    places,
    threshold && threshold.value / curvature,
    line,
  );
  return {
    model,
    words: stepsWords(told),
    equation: stepsFormula(told),
    note: isPreconditioned
      ? `${label} rescales each parameter: λ₁ is the curvature after that, and the picture keeps the rescaling of this step fixed.`
      : "",
    key: [
      { label: "valley of the loss", ink: "sharpness", dash: [] },
      ...(threshold
        ? [
            {
              label: "narrowest valley in which the steps converge",
              ink: "threshold" as const,
              dash: [7, 4],
            },
          ]
        : []),
      ...(model.real.length > 1
        ? [{ label: "loss as it is", ink: "loss" as const, dash: [2, 3] }]
        : []),
    ],
  };
}
