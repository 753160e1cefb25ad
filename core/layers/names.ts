import { along, innerLayers } from "./network";
import type { Shape } from "./shape";
import type { LayerSpec } from "./spec";

/** A trainable array as files name it. */
export interface NamedParameter {
  /**
   * E.g. "0.weight": layers are numbered from 0, those without parameters too; "2.1.query" in the second layer inside
   * the third.
   */
  name: string;
  /** As PyTorch has it, e.g. [filters, channels, height, width]. */
  shape: readonly number[];
  rows: number;
  columns: number;
}

/** The trainable arrays of a network in the order of its flat parameter vector. @param outer what names begin with */
export function namedParameters(
  layers: readonly LayerSpec[],
  input: Shape,
  outer = "",
): NamedParameter[] {
  let i = 0;
  return along(layers, input, (layer, spec, shape) => {
    const place = `${outer}${i++}.`;
    const inner = innerLayers(spec);
    if (inner.length > 0) return namedParameters(inner, shape, place);
    const arrays = layer.parameters?.(spec, shape) ?? [];
    const inTorch = (layer.torch?.(spec, shape) ?? []).flatMap(
      ({ parameters }) => parameters ?? [],
    );
    return arrays.map((array, n) => {
      const { kind, rows, columns, role, dimensions } = array;
      const before = arrays.slice(0, n);
      const alike = before.filter((one) => one.kind === kind).length;
      const own = alike === 0 ? kind : `${kind}${alike + 1}`;
      return {
        name: `${place}${inTorch[n]?.name ?? role ?? own}`,
        shape:
          inTorch[n]?.shape ??
          dimensions ??
          (kind === "weight" ? [rows, columns] : [rows * columns]),
        rows,
        columns,
      };
    });
  }).flat();
}
