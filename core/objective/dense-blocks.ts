import { multiply } from "../tensor/multiply";
import {
  scaledColumns,
  timesCurvature,
  timesTransposed,
  type DensePart,
  type Part,
  type Range,
} from "./dense-curvature";

/** Numbers that one product works on: they stay in the cache. */
const productNumbers = 2 ** 15;

/** Second derivatives by two parameters of one layer. */
export function addOwnBlock(
  hessian: Float64Array,
  size: number,
  part: DensePart,
  curvature: Float64Array,
  range: Range,
) {
  const { outputs, inputs, hasBias, x } = part;
  const inner = inputs + (hasBias ? 1 : 0);
  // Curvatures are symmetric: one triangle of them is enough.
  const pairs = (outputs * (outputs + 1)) / 2;
  const fill = (at: number, s: number) => {
    const q = s * outputs * outputs;
    for (let j = 0; j < inner; j++) {
      const factor = j < inputs ? x[(range.from + s) * inputs + j] : 1;
      for (let o = 0; o < outputs; o++)
        for (let p = 0; p <= o; p++, at++)
          terms[at] = factor * curvature[q + o * outputs + p];
    }
  };
  eachSum(part, inner * pairs, range, fill, (sums, t, row) => {
    for (let j = 0; j < inner; j++) {
      const column = place(part, j);
      for (let o = 0; o < outputs; o++) {
        const r = row.start + o * row.step;
        for (let p = 0; p <= o; p++, t++) {
          const c = column.start + p * column.step;
          hessian[r * size + c] += sums[t];
          if (p < o) hessian[c * size + r] += sums[t];
        }
      }
    }
  });
}

/** Second derivatives by a parameter of layer l and one of a later layer. */
export function addLaterBlocks(
  hessian: Float64Array,
  size: number,
  parts: Part[],
  l: number,
  curvatures: Float64Array[],
  range: Range,
) {
  const part = parts[l] as DensePart;
  const { outputs } = part;
  const { from, count } = range;
  // ∂(value after a layer)/∂y_o of each sample: diagonal up to the next dense layer, [count, outputs],
  // then full, [count, outputs, width].
  let isDiagonal = true;
  let tangent = new Float64Array(count * outputs).fill(1);
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
    tangent = isDiagonal
      ? scaledColumns(later, moved, count)
      : timesTransposed(later, moved, count * outputs);
    const q = timesCurvature(tangent, curvatures[m], count, outputs, later);
    addBlock(hessian, size, part, later, q, moved, isDiagonal, range);
    isDiagonal = false;
  }
}

/** @param q [count, part.outputs, to.outputs]. @param moved X, as diagonal or full */
function addBlock(
  hessian: Float64Array,
  size: number,
  part: DensePart,
  to: DensePart,
  q: Float64Array,
  moved: Float64Array,
  isDiagonal: boolean,
  range: Range,
) {
  const { outputs } = part;
  const inner = to.inputs + (to.hasBias ? 1 : 0);
  const pairs = outputs * to.outputs;
  const fill = (at: number, s: number) => {
    const sample = range.from + s;
    const slopes = sample * to.outputs;
    for (let j = 0; j < inner; j++, at += pairs) {
      const factor = j < to.inputs ? to.x[sample * to.inputs + j] : 1;
      for (let i = 0; i < pairs; i++) terms[at + i] = factor * q[s * pairs + i];
      if (j === to.inputs) continue;
      const first = isDiagonal ? j : 0;
      const end = isDiagonal ? j + 1 : outputs;
      for (let o = first; o < end; o++) {
        const row = s * outputs + o;
        const x = isDiagonal ? moved[row] : moved[row * to.inputs + j];
        for (let p = 0; p < to.outputs; p++)
          terms[at + o * to.outputs + p] += x * to.d[slopes + p];
      }
    }
  };
  eachSum(part, inner * pairs, range, fill, (sums, t, row) => {
    for (let j = 0; j < inner; j++) {
      const column = place(to, j);
      for (let o = 0; o < outputs; o++) {
        const r = row.start + o * row.step;
        for (let p = 0; p < to.outputs; p++, t++) {
          const c = column.start + p * column.step;
          hessian[r * size + c] += sums[t];
          hessian[c * size + r] += sums[t];
        }
      }
    }
  });
}

/** Reused from product to product. */
let terms = new Float64Array(productNumbers);

/**
 * Σ_samples x_i·terms for each input i of a layer, its bias as the last one.
 * @param length numbers that `fill` writes to `terms`, from an index on, for a sample of the range
 * @param use takes the sums of an input from an index on, and where the weights of that input are
 */
function eachSum(
  part: DensePart,
  length: number,
  { from, count }: Range,
  fill: (at: number, sample: number) => void,
  use: (sums: Float64Array, at: number, row: Place) => void,
) {
  const { inputs, hasBias } = part;
  const rows = inputs + (hasBias ? 1 : 0);
  const most = Math.min(count, Math.ceil(productNumbers / length));
  if (terms.length < most * length) terms = new Float64Array(most * length);
  const x = new Float64Array(most * rows).fill(1);
  const sums = new Float64Array(rows * length);
  for (let n = 0; n < count; n += most) {
    const now = Math.min(most, count - n);
    for (let s = 0; s < now; s++) {
      for (let i = 0; i < inputs; i++)
        x[s * rows + i] = part.x[(from + n + s) * inputs + i];
      fill(s * length, n + s);
    }
    multiply(
      { data: x, rows: now, columns: rows },
      { data: terms, rows: now, columns: length },
      true,
      false,
      { data: sums, rows, columns: length },
      null,
    );
    for (let i = 0; i < rows; i++) use(sums, i * length, place(part, i));
  }
}

/** Where the weights from an input to the outputs are; one input more is the bias. */
interface Place {
  start: number;
  step: number;
}

function place({ start, outputs, inputs }: DensePart, input: number): Place {
  return input < inputs
    ? { start: start + input, step: inputs }
    : { start: start + outputs * inputs, step: 1 };
}
