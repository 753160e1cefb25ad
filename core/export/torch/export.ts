/** A run as a PyTorch script and the arrays that it reads. */
import { LabFailure } from "../../errors";
import { isNetwork, type ExperimentSpec } from "../../experiment/spec";
import { channelsFirst } from "../../layers/flattened";
import { shapeAfter } from "../../layers/network";
import type { Shape } from "../../layers/shape";
import { optimizerOf } from "../../optimizers/spec";
import { isConstant, stepSizeAt } from "../../optimizers/step-size";
import type { Fork } from "../../run/fork";
import type { EngineInfo } from "../../run/summary";
import type { Columns } from "../../series/columns";
import type { NamedArray } from "../named-array";
import { torchModules, torchState } from "./modules";
import { scriptText } from "./script";

/** What a run begins with, as its engine reads it anew. */
export interface StartingArrays {
  /** Parameters at step 0. */
  theta: Float64Array;
  /** One sample: [numbers], or [height, width, channels] for images. */
  inputShape: readonly number[];
  /** Training samples, row-major [samples, numbers]. */
  inputs: Float64Array;
  /** Targets as the loss takes them, row-major [samples, columns]. */
  targets: Float64Array;
  columns: number;
}

export interface TorchSource {
  id: number;
  name: string;
  spec: ExperimentSpec;
  fork: Fork | null;
  engine: EngineInfo;
  /** What it recorded. */
  steps: Columns;
  spectrum: Columns;
}

/** @throws LabFailure `bad-request` with the reason why PyTorch cannot do a run again */
export function requireTorch({
  spec,
  fork = null,
}: {
  spec: ExperimentSpec;
  fork?: Fork | null;
}) {
  if (spec.model.kind === "imported")
    throw refusal("Imported curves have no network that PyTorch could run.");
  if (!isNetwork(spec))
    throw refusal(
      "PyTorch cannot run it: a landscape is a formula without a network or data.",
    );
  if (spec.batch)
    throw refusal(
      "The script uses the loss on all samples, but this run has mini-batches.",
    );
  if (fork)
    throw refusal(
      `The script begins at step 0, but this run continues from step ${fork.step} of another.`,
    );
  const { torch, noTorch, label } = optimizerOf(spec.optimizer);
  if (!torch)
    throw refusal(noTorch ?? `PyTorch has no optimiser like ${label}.`);
  return { spec, optimizer: torch(spec.optimizer) };
}

/**
 * The script, and the arrays of the file beside it: `x` and `y`, the initial parameters by their names in
 * PyTorch, and under `lab/` what the run recorded.
 * @param stem of the names of both files
 */
export function torchExport(
  source: TorchSource,
  beginning: StartingArrays,
  stem: string,
) {
  const { spec, optimizer } = requireTorch(source);
  const { inputs, inputShape, targets, columns, theta } = beginning;
  const { layers } = spec.model;
  const { stepSize } = spec.optimizer;
  const samples = targets.length / columns;
  const output = shapeAfter(layers, inputShape);
  const targetShape = output.length === 2 ? output : [columns];
  const script = scriptText({
    ...source,
    stem,
    spec,
    optimizer,
    modules: torchModules(layers, inputShape),
    samples,
    inputShape,
    targetShape,
  });
  const arrays: NamedArray[] = [
    inputArray(inputs, inputShape, samples),
    { name: "y", shape: [samples, ...targetShape], values: targets },
    ...torchState(layers, inputShape, theta),
    ...recorded(source),
  ];
  if (!isConstant(stepSize))
    arrays.push(
      vector(
        "step_size",
        Float64Array.from({ length: spec.steps }, (_, step) =>
          stepSizeAt(stepSize, step, spec.steps),
        ),
      ),
    );
  return { script, arrays };
}

function inputArray(
  values: Float64Array,
  shape: Shape,
  samples: number,
): NamedArray {
  const name = "x";
  if (shape.length !== 3) return { name, shape: [samples, ...shape], values };
  const [height, across, channels] = shape;
  return {
    name,
    shape: [samples, channels, height, across],
    values: channels === 1 ? values : channelsFirst(values, shape),
  };
}

function recorded({ steps, spectrum }: TorchSource): NamedArray[] {
  const { loss, gradNorm } = steps as Partial<Columns>;
  if (!loss || !gradNorm)
    throw refusal("The run recorded no losses to compare PyTorch with.");
  const measured = spectrum as Partial<Columns>;
  // Between two steps there is no state of the network that the script comes by.
  const rows = [...(measured.step ?? [])].flatMap((step, row) =>
    measured.midpoint?.[row]
      ? []
      : [{ step, value: measured.lambda1?.[row] ?? NaN }],
  );
  return [
    vector("lab/loss", loss),
    vector("lab/grad_norm", gradNorm),
    vector(
      "lab/sharpness_step",
      Float64Array.from(rows, ({ step }) => step),
    ),
    vector(
      "lab/sharpness",
      Float64Array.from(rows, ({ value }) => value),
    ),
  ];
}

function vector(name: string, values: Float64Array): NamedArray {
  return { name, shape: [values.length], values };
}

function refusal(message: string) {
  return new LabFailure({ code: "bad-request", message });
}
