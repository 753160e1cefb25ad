/** Plain loops over flat parameter vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
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
