/** An array of a NumPy archive, row-major. */
export interface NamedArray {
  name: string;
  shape: readonly number[];
  values: Float64Array;
}
