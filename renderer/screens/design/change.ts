/** Changes of an experiment that are more than one value. */
import type { DataShape } from "../../../core/data/dataset";
import type { FieldChanges } from "../../../core/data/survey";
import { knownSamples } from "../../../core/experiment/batch-problems";
import { batchSchema } from "../../../core/experiment/batch-spec";
import { batchSharpness } from "../../../core/measurements/batch-sharpness";
import { modelSchema } from "../../../core/experiment/model-spec";
import { firstPreset } from "../../../core/experiment/presets";
import { withDefaults } from "../../../core/experiment/defaults";
import { defaultLoss, lossOf } from "../../../core/losses/spec";
import {
  optimizerSchema,
  type OptimizerSpec,
} from "../../../core/optimizers/spec";
import {
  type ExperimentSpec,
  type NetworkSpec,
} from "../../../core/experiment/spec";
import { landscapes } from "../../../core/landscapes";
import {
  landscapeOf,
  landscapeSchema,
  type LandscapeSpec,
} from "../../../core/landscapes/spec";
import {
  dataSchema,
  sourceOf,
  withPaths,
  type DataSpec,
} from "../../../core/data/spec";
import { initOf, withWeightsPath } from "../../../core/layers/init";
import { layers as layerKinds } from "../../../core/layers";
import {
  layerOf,
  layerSchema,
  type LayerSpec,
} from "../../../core/layers/spec";
import {
  innerLayers,
  shapeAfter,
  withInner,
} from "../../../core/layers/network";
import { isSequence } from "../../../core/layers/shape";
import { shapeOf } from "./facts";
import { withValue } from "../../../core/experiment/path";

/** Takes from `old` what `fresh` has too, except what tells the two apart. */
function keeping<T extends object>(fresh: T, old: object, tag: keyof T): T {
  const kept = Object.entries(old).filter(
    ([key]) => key !== tag && Object.hasOwn(fresh, key),
  );
  return { ...fresh, ...Object.fromEntries(kept) };
}

export function withSource(
  spec: ExperimentSpec,
  source: DataSpec["source"],
): ExperimentSpec {
  return fitted({ ...spec, data: firstData(source) });
}

/** Data with other values of some fields. */
export function withFields(data: DataSpec, changes: FieldChanges): DataSpec {
  const fields = Object.entries({ ...data, ...changes });
  return Object.fromEntries(
    fields.filter(([, value]) => value !== undefined),
  ) as DataSpec;
}

/** Data of a source as it is met first; files are still to be chosen. */
export function firstData(source: DataSpec["source"]): DataSpec {
  const { first, files = {} } = sourceOf({ source });
  const paths = Object.keys(files).map((field) => [field, "-"]);
  const data = dataSchema.parse({
    source,
    ...first,
    ...Object.fromEntries(paths),
  });
  return withPaths(data, () => "");
}

/**
 * Brings loss and last dense layer to what the data ask for, where that is known.
 * @param shape of one sample; null where it is not known
 */
export function fitted(
  spec: ExperimentSpec,
  shape: DataShape | null = shapeOf(spec),
): ExperimentSpec {
  const { model } = spec;
  if (model.kind !== "network" || !shape) return spec;
  const chosen = spec.loss ?? defaultLoss;
  const fits = lossOf(chosen).problem(shape, "") === null;
  const loss = fits ? chosen : defaultLoss;
  const count = lossOf(loss).outputs(shape.targetWidth);
  const ready = model.layers.map((layer, i) =>
    i === 0 ? (layerOf(layer).fitted?.(layer, shape) ?? layer) : layer,
  );
  const each = outputPositions(ready, shape);
  const layers = ready.map((layer, i) =>
    i === ready.length - 1 && count % each === 0
      ? withOutputs(layer, count / each)
      : layer,
  );
  return { ...spec, loss, model: { ...model, layers } };
}

/** At how many positions the last layer gives its outputs: 1 where it gives no sequence. */
function outputPositions(layers: LayerSpec[], { inputShape }: DataShape) {
  try {
    const shape = shapeAfter(layers, inputShape);
    return isSequence(shape) ? shape[0] : 1;
  } catch {
    return 1;
  }
}

/** A layer with so many outputs, where that is a field of it. */
function withOutputs(layer: LayerSpec, count: number): LayerSpec {
  const { outputs } = layerOf(layer);
  return outputs ? { ...layer, [outputs.field]: count } : layer;
}

export function withLoss(
  spec: ExperimentSpec,
  loss: NonNullable<ExperimentSpec["loss"]>,
): ExperimentSpec {
  const next = { ...spec, loss };
  const after = fitted(next);
  // A loss that the data do not allow stays as chosen and is refused in words.
  return after.loss === loss ? after : next;
}

export function withModelKind(
  spec: ExperimentSpec,
  kind: "network" | "landscape",
): ExperimentSpec {
  if (kind === spec.model.kind) return spec;
  if (kind === "network") {
    const { data, model } = firstPreset.spec;
    return { ...spec, model, ...(data && { data }), loss: defaultLoss };
  }
  const bare = withBatches(
    withValue(withValue(spec, "data", undefined), "loss", undefined),
    false,
  );
  return { ...bare, model: firstLandscape(landscapes[0].name) };
}

export function withLandscape(
  spec: ExperimentSpec,
  name: LandscapeSpec["name"],
): ExperimentSpec {
  return { ...spec, model: firstLandscape(name) };
}

function firstLandscape(name: LandscapeSpec["name"]): LandscapeSpec {
  const { first } = landscapeOf({ name });
  return landscapeSchema.parse({ kind: "landscape", name, ...first });
}

export function withOptimizer(
  spec: ExperimentSpec,
  kind: OptimizerSpec["kind"],
): ExperimentSpec {
  const fresh = withDefaults({
    ...spec,
    optimizer: optimizerSchema.parse({ kind, stepSize: 0.1 }),
  }).optimizer;
  return { ...spec, optimizer: keeping(fresh, spec.optimizer, "kind") };
}

/** Mini-batches as they are met first, or none and nothing that is measured of them. */
export function withBatches(
  spec: ExperimentSpec,
  wanted: boolean,
): ExperimentSpec {
  if (!wanted)
    return withBatchSharpness(withValue(spec, "batch", undefined), false);
  const size = Math.min(32, knownSamples(spec) ?? 32);
  return { ...spec, batch: batchSchema.parse({ size }) };
}

/** Batch sharpness as it is measured where nothing is said, or not at all. */
export function withBatchSharpness(
  spec: ExperimentSpec,
  wanted: boolean,
): ExperimentSpec {
  const options = wanted ? batchSharpness.schema.parse({}) : undefined;
  return withValue(spec, "measure.batchSharpness", options);
}

type Scheme = NetworkSpec["init"]["scheme"];

export function withScheme(spec: ExperimentSpec, scheme: Scheme) {
  if (spec.model.kind !== "network") return spec;
  const { layers, init } = spec.model;
  const fresh = (
    modelSchema.parse({
      kind: "network",
      layers: [firstLayer(layerKinds[0].name)],
      init: { scheme, ...initOf({ scheme }).first },
    }) as NetworkSpec
  ).init;
  return {
    ...spec,
    model: {
      kind: "network",
      layers,
      init: keeping(
        withWeightsPath(fresh, () => ""),
        init,
        "scheme",
      ),
    },
  } satisfies ExperimentSpec;
}

/** A layer as it is met first. */
export function firstLayer(type: LayerSpec["type"]): LayerSpec {
  return layerSchema.parse({ type, ...layerOf({ type }).first });
}

export function withLayers(
  spec: ExperimentSpec,
  change: (layers: LayerSpec[]) => LayerSpec[],
): ExperimentSpec {
  return spec.model.kind === "network"
    ? { ...spec, model: { ...spec.model, layers: change(spec.model.layers) } }
    : spec;
}

/** Where a layer stands: [2], or [2, 0] for the first layer inside the third. */
export type Place = readonly [outer: number, inner?: number];

/** Changes the list that a layer is in: that of the network, or that of the layer around it. */
export function withListOf(
  spec: ExperimentSpec,
  [outer, inner]: Place,
  change: (layers: LayerSpec[]) => LayerSpec[],
): ExperimentSpec {
  if (inner === undefined) return withLayers(spec, change);
  return withLayers(spec, (all) =>
    all.flatMap((layer, i) => {
      if (i !== outer) return [layer];
      const inside = change([...innerLayers(layer)]);
      // A layer that holds others goes with the last of them.
      return inside.length > 0 ? [withInner(layer, inside)] : [];
    }),
  );
}

/** Whether a layer may stand inside another one. */
export function fitsInside(layer: Pick<LayerSpec, "type">): boolean {
  return layerOf(layer).innerField === undefined;
}

/** Puts a layer at the end of the one before it, which holds others. */
export function movedIn(spec: ExperimentSpec, outer: number): ExperimentSpec {
  return withLayers(spec, (all) =>
    all.flatMap((layer, i) => {
      if (i === outer) return [];
      if (i !== outer - 1) return [layer];
      return [withInner(layer, [...innerLayers(layer), all[outer]])];
    }),
  );
}

/** Takes a layer out of the one it is in, and puts it behind that. */
export function movedOut(
  spec: ExperimentSpec,
  outer: number,
  inner: number,
): ExperimentSpec {
  if (spec.model.kind !== "network") return spec;
  const moving = innerLayers(spec.model.layers[outer])[inner];
  const left = withListOf(spec, [outer, inner], (inside) =>
    inside.toSpliced(inner, 1),
  );
  const isGone = innerLayers(spec.model.layers[outer]).length === 1;
  const at = isGone ? outer : outer + 1;
  return withLayers(left, (all) => all.toSpliced(at, 0, moving));
}

/** A copy of a list with one element taken from one place to another. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const copy = [...list];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}
