import { describeLabelNoise } from "../data/label-noise";
import {
  dataShape,
  labelNoiseOf,
  sourceOf,
  trainingSamples,
  type DataSpec,
} from "../data/spec";
import { buildLandscape, landscapeOf } from "../landscapes/spec";
import { width } from "../layers/shape";
import { layerOf } from "../layers/spec";
import { lossOf } from "../losses/spec";
import { optimizerOf, type OptimizerSpec } from "../optimizers/spec";
import { isConstant, stepSizeWords } from "../optimizers/step-size";
import { grouped } from "../text/grouped";
import { listed } from "../text/listed";
import type { BatchSpec } from "./batch-spec";
import { drawsStart } from "./draws-start";
import { isNetwork, type ExperimentSpec, type NetworkExperiment } from "./spec";

/** More coordinates of a start than this are left out. */
const mostCoordinates = 4;

/**
 * An experiment in one sentence, e.g. "A 784-100-10 tanh network on 1,000 MNIST digits, squared error,
 * gradient descent with step size 0.05, 2,000 steps, seed 0." Every kind says its part in its definition.
 */
export function describeInWords(spec: ExperimentSpec): string {
  const { optimizer, batch, steps, lossTarget, precision } = spec;
  const parts = [
    ...(isNetwork(spec) ? networkParts(spec) : [landscapePart(spec)]),
    methodPart(optimizer),
    ...(batch ? [batchPart(batch)] : []),
    `${grouped(steps)} step${steps === 1 ? "" : "s"}${lossTarget === undefined ? "" : ` or until the loss is ${short(lossTarget)}`}`,
    ...seedParts(spec),
    ...(precision === "auto" ? [] : [precision]),
  ];
  return `${parts.join(", ")}.`;
}

function networkParts(spec: NetworkExperiment): string[] {
  const { data, loss } = spec;
  return [
    `${networkName(spec)} on ${samplesOf(data)}`,
    lossOf(loss).inSentence,
  ];
}

/** "A 784-100-10 tanh network", or its layers where some have no part in such a name. */
function networkName({ data, model }: NetworkExperiment): string {
  const parts = model.layers.map((layer) => layerOf(layer).inSentence?.(layer));
  if (parts.some((part) => part === undefined)) {
    const layers = model.layers.map((layer) => layerOf(layer).describe(layer));
    return `A network of the layers ${layers.join(" – ")}`;
  }
  const shape = dataShape(data);
  const widths = [
    ...(shape ? [width(shape.inputShape)] : []),
    ...parts.flatMap((part) => part?.width ?? []),
  ];
  const functions = [...new Set(parts.flatMap((part) => part?.fn ?? []))];
  const kind = functions.length > 0 ? listed(functions) : "linear";
  // The inputs are known once the file is read: one number says nothing of its own.
  return widths.length === 1
    ? `A ${kind} network with ${widths[0]} output${widths[0] === 1 ? "" : "s"}`
    : withArticle(`${widths.join("-")} ${kind} network`);
}

/** English says "an 8", "an 11" and "an 80". */
function withArticle(words: string): string {
  return /^(8|11\b|18\b)/.test(words) ? `An ${words}` : `A ${words}`;
}

function samplesOf(data: DataSpec): string {
  const source = sourceOf(data);
  const name = source.inSentence?.(data) ?? `samples of ${source.label}`;
  const count = trainingSamples(data);
  const noise = labelNoiseOf(data);
  return [
    count === undefined ? `the ${name}` : `${grouped(count)} ${name}`,
    ...(noise ? [describeLabelNoise(noise)] : []),
  ].join(", ");
}

function landscapePart({ model }: ExperimentSpec): string {
  if (model.kind === "imported")
    return `Curves of the file ${model.file} (${model.format})`;
  if (model.kind !== "landscape") return "";
  const { theta, variables } = buildLandscape(model);
  const start =
    theta.length > mostCoordinates
      ? ""
      : ` from ${listed(variables.map((name, i) => `${name} = ${short(theta[i])}`))}`;
  return `The landscape ${landscapeOf(model).describe(model)}${start}`;
}

function methodPart(optimizer: OptimizerSpec): string {
  const method = optimizerOf(optimizer);
  const { stepSize, weightDecay } = optimizer;
  const details = [
    `step size ${isConstant(stepSize) ? short(stepSize) : stepSizeWords(stepSize)}`,
    ...(method.details?.(optimizer) ?? []),
    ...(weightDecay > 0 ? [`weight decay ${short(weightDecay)}`] : []),
  ];
  return `${method.inSentence ?? method.label} with ${listed(details)}`;
}

function batchPart({ size }: BatchSpec): string {
  return `mini-batches of ${grouped(size)}`;
}

function seedParts({ data, model, batch }: ExperimentSpec): string[] {
  const ofData = data && "seed" in data ? [`data seed ${data.seed}`] : [];
  const init = model.kind === "network" ? model.init : {};
  const ofStart =
    drawsStart(model) && "seed" in init ? [`seed ${String(init.seed)}`] : [];
  const ofBatches = batch ? [`batch seed ${batch.seed}`] : [];
  return [...ofStart, ...ofData, ...ofBatches];
}

/** Six digits at most. */
function short(value: number): string {
  return String(Number(value.toPrecision(6))).replace("-", "−");
}
