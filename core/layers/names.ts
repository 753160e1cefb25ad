import { along } from "./network";
import type { Shape } from "./shape";
import type { LayerSpec } from "./spec";

/** A trainable array as files name it. */
export interface NamedParameter {
  /** E.g. "0.weight": layers are numbered from 0, those without parameters too. */
  name: string;
  /** As PyTorch has it, e.g. [filters, channels, height, width]. */
  shape: readonly number[];
  rows: number;
  columns: number;
}

/** The trainable arrays of a network in the order of its flat parameter vector. */
export function namedParameters(
  layers: readonly LayerSpec[],
  input: Shape,
): NamedParameter[] {
  let i = 0;
  return along(layers, input, (layer, spec, shape) => {
    const number = i++;
    const arrays = layer.parameters?.(spec, shape) ?? [];
    const inTorch = (layer.torch?.(spec, shape) ?? []).flatMap(
      ({ parameters }) => parameters ?? [],
    );
    return arrays.map(({ kind, rows, columns }, place) => {
      const before = arrays.slice(0, place);
      const alike = before.filter((one) => one.kind === kind).length;
      const own = alike === 0 ? kind : `${kind}${alike + 1}`;
      return {
        name: `${number}.${inTorch[place]?.name ?? own}`,
        shape:
          inTorch[place]?.shape ??
          (kind === "bias" ? [rows * columns] : [rows, columns]),
        rows,
        columns,
      };
    });
  }).flat();
}
