import { multiply } from "../tensor/multiply";
import {
  scaledColumns,
  timesTangent,
  triangle,
  type DensePart,
  type Part,
  type Range,
} from "./dense-curvature";
import type { Workspace } from "./workspace";

/** Second derivatives by two parameters of one layer, above the diagonal and on it: Σ_samples x_i x_j Q_op. */
export function addOwnBlock(
  hessian: Float64Array,
  size: number,
  part: DensePart,
  curvature: Float64Array,
  range: Range,
  space: Workspace,
) {
  const { outputs, rows, x } = part;
  const pairs = triangle(outputs);
  // The shorter of x⊗x and x⊗Q is formed; sums are those of i, j and the pair op.
  const isWide = pairs < rows;
  const sums = isWide
    ? overSamples(
        range.count,
        timesInputs(part, curvature, pairs, range, 0, space),
        rowsOf(x, rows, range),
        space,
      )
    : overSamples(range.count, squares(part, range, space), curvature, space);
  for (let i = 0, ij = 0; i < rows; i++) {
    const row = place(part, i);
    const isBias = i === part.inputs;
    for (let j = 0; j <= i; j++, ij++) {
      const column = place(part, j);
      const step = isWide ? rows : 1;
      let t = isWide ? i * pairs * rows + j : ij * pairs;
      for (let o = 0; o < outputs; o++) {
        const r = row.start + o * row.step;
        const c2 = column.start + o * column.step;
        for (let p = 0; p <= o; p++, t += step) {
          const c = column.start + p * column.step;
          hessian[c * size + r] += sums[t];
          if (i === j || o === p) continue;
          const r2 = row.start + p * row.step;
          hessian[isBias ? c2 * size + r2 : r2 * size + c2] += sums[t];
        }
      }
    }
  }
}

/** x_i·x_j of each sample, triangles of [count, rows, rows]. */
function squares(
  { rows, x }: DensePart,
  { from, count }: Range,
  space: Workspace,
) {
  const out = space.take(count * triangle(rows));
  for (let s = 0, t = 0; s < count; s++) {
    const at = (from + s) * rows;
    for (let i = 0; i < rows; i++)
      for (let j = 0; j <= i; j++, t++) out[t] = x[at + i] * x[at + j];
  }
  return out;
}

/** What has passed back to the outputs of each layer. */
export interface Passed {
  /** Q */
  curvatures: Float64Array[];
  /** QWg of dense layers, see throughWeights. */
  halves: Float64Array[];
}

/** Second derivatives by a parameter of layer l and one of a later layer, above the diagonal. */
export function addLaterBlocks(
  hessian: Float64Array,
  size: number,
  parts: Part[],
  l: number,
  { curvatures, halves }: Passed,
  range: Range,
  space: Workspace,
) {
  const part = parts[l] as DensePart;
  const { outputs } = part;
  const { from, count } = range;
  // ∂(value after a layer)/∂y_o of each sample: diagonal up to the next dense layer, [count, outputs],
  // then full, [count, outputs, width].
  let isDiagonal = true;
  let tangent = space.take(count * outputs).fill(1);
  for (let m = l + 1; m < parts.length; m++) {
    const later = parts[m];
    if (!("weights" in later)) {
      const { first, width } = later;
      const repeats = isDiagonal ? 1 : outputs;
      for (let s = 0, i = 0; s < count; s++)
        for (let r = 0; r < repeats; r++)
          for (let j = 0; j < width; j++, i++)
            tangent[i] *= first[(from + s) * width + j];
      continue;
    }
    const moved = tangent;
    // Its product with the curvature is known from throughWeights.
    const isNext = isDiagonal && m - l <= 2;
    const isLast = !parts.slice(m + 1).some((one) => "weights" in one);
    // Needed for a curvature that is not known, and for the layers after this one.
    if (!isNext || !isLast)
      tangent = isDiagonal
        ? scaledColumns(later, moved, count, space)
        : timesTransposed(later, moved, count * outputs, space);
    const q = isNext
      ? halves[m]
      : timesTangent(
          curvatures[m],
          tangent,
          count,
          outputs,
          later.outputs,
          space,
        );
    addCurvature(hessian, size, part, later, q, range, space);
    addMoved(hessian, size, part, later, moved, isDiagonal, range, space);
    if (isLast) return;
    isDiagonal = false;
  }
}

/** Σ_samples x_i Q_po x′_j. @param q [count, to.outputs, part.outputs] */
function addCurvature(
  hessian: Float64Array,
  size: number,
  part: DensePart,
  to: DensePart,
  q: Float64Array,
  range: Range,
  space: Workspace,
) {
  const { outputs, rows } = part;
  const sums = overSamples(
    range.count,
    timesInputs(part, q, outputs * to.outputs, range, 0, space),
    rowsOf(to.x, to.rows, range),
    space,
  );
  let t = 0;
  for (let i = 0; i < rows; i++) {
    const row = place(part, i);
    for (let p = 0; p < to.outputs; p++)
      for (let o = 0; o < outputs; o++) {
        const r = (row.start + o * row.step) * size + to.start;
        const first = r + p * to.inputs;
        const end = first + to.inputs;
        for (let at = first; at < end; at++, t++) hessian[at] += sums[t];
        if (to.rows > to.inputs)
          hessian[r + to.outputs * to.inputs + p] += sums[t++];
      }
  }
}

/** Σ_samples x_i d′_p X_oj. @param moved X, as diagonal or full */
function addMoved(
  hessian: Float64Array,
  size: number,
  part: DensePart,
  to: DensePart,
  moved: Float64Array,
  isDiagonal: boolean,
  range: Range,
  space: Workspace,
) {
  const { outputs, rows } = part;
  const sums = overSamples(
    range.count,
    timesInputs(part, to.d, to.outputs, range, range.from, space),
    moved,
    space,
  );
  let t = 0;
  for (let i = 0; i < rows; i++) {
    const row = place(part, i);
    for (let p = 0; p < to.outputs; p++)
      for (let o = 0; o < outputs; o++) {
        const first = isDiagonal ? o : 0;
        const end = isDiagonal ? o + 1 : to.inputs;
        const r = row.start + o * row.step;
        const at = r * size + to.start + p * to.inputs;
        for (let j = first; j < end; j++, t++) hessian[at + j] += sums[t];
      }
  }
}

/** x_i·v of each sample, [count, rows, width]. @param v [samples, width], of which `from` is the first used */
function timesInputs(
  { rows, x }: DensePart,
  v: Float64Array,
  width: number,
  range: Range,
  from: number,
  space: Workspace,
) {
  const out = space.take(range.count * rows * width);
  for (let s = 0, t = 0; s < range.count; s++)
    for (let i = 0; i < rows; i++) {
      const factor = x[(range.from + s) * rows + i];
      const at = (from + s) * width;
      for (let n = 0; n < width; n++, t++) out[t] = factor * v[at + n];
    }
  return out;
}

function rowsOf(x: Float64Array, width: number, { from, count }: Range) {
  return x.subarray(from * width, (from + count) * width);
}

/** Σ_samples a_i b_j, from [count, n] and [count, m] to [n, m]. */
function overSamples(
  count: number,
  a: Float64Array,
  b: Float64Array,
  space: Workspace,
) {
  const rows = a.length / count;
  const columns = b.length / count;
  const out = { data: space.take(rows * columns), rows, columns };
  multiply(
    { data: a, rows: count, columns: rows },
    { data: b, rows: count, columns },
    true,
    false,
    out,
    null,
  );
  return out.data;
}

function timesTransposed(
  { weights, outputs, inputs }: DensePart,
  data: Float64Array,
  rows: number,
  space: Workspace,
) {
  const out = {
    data: space.take(rows * outputs),
    rows,
    columns: outputs,
  };
  const w = { data: weights, rows: outputs, columns: inputs };
  multiply({ data, rows, columns: inputs }, w, false, true, out, null);
  return out.data;
}

/** Where the weights from an input to the outputs are; the bias is the last input. */
function place({ start, outputs, inputs }: DensePart, input: number) {
  return input < inputs
    ? { start: start + input, step: inputs }
    : { start: start + outputs * inputs, step: 1 };
}
