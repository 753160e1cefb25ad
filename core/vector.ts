/** Plain loops over flat parameter vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  // Four sums side by side: one alone waits for each addition to end before the next begins.
  let [p, q, r, s] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    p += a[i] * b[i];
    q += a[i + 1] * b[i + 1];
    r += a[i + 2] * b[i + 2];
    s += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) p += a[i] * b[i];
  return p + q + (r + s);
}

export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

/** a ← a + factor·b */
export function addScaled(a: Float64Array, factor: number, b: Float64Array) {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

/** a ← factor·a */
export function scale(a: Float64Array, factor: number) {
  for (let i = 0; i < a.length; i++) a[i] *= factor;
}

/** a ← a + Σ weights[j]·vectors[j], four vectors at a time: a is read and written less often. */
export function addCombination(
  a: Float64Array,
  weights: ArrayLike<number>,
  vectors: readonly Float64Array[],
) {
  const whole = vectors.length - (vectors.length % 4);
  for (let j = 0; j < whole; j += 4) {
    const p = vectors[j];
    const q = vectors[j + 1];
    const r = vectors[j + 2];
    const s = vectors[j + 3];
    const wp = weights[j];
    const wq = weights[j + 1];
    const wr = weights[j + 2];
    const ws = weights[j + 3];
    for (let i = 0; i < a.length; i++)
      a[i] += wp * p[i] + wq * q[i] + (wr * r[i] + ws * s[i]);
  }
  for (let j = whole; j < vectors.length; j++)
    addScaled(a, weights[j], vectors[j]);
}
