import type { Linearization } from "../objective/objective";
import { addScaled, dot } from "../vector";
import type { Square } from "./complementarity";

/** N_ij = D³L(u_i, u_j, ·) of k eigenvectors, `[k][k]` vectors of the size of θ. */
export type Normals = Float64Array[][];

/** N_ij of unit vectors u_i; the mixed ones by polarisation. Yields after each third derivative. */
export function* normalsOf(
  at: Pick<Linearization, "third">,
  vectors: Float64Array[],
): Generator<void, Normals> {
  const own: Float64Array[] = [];
  for (const u of vectors) {
    own.push(at.third(u).slice());
    yield;
  }
  const normals = vectors.map(() => new Array<Float64Array>(vectors.length));
  for (let i = 0; i < vectors.length; i++) {
    normals[i][i] = own[i];
    for (let j = 0; j < i; j++) {
      const sum = vectors[i].slice();
      addScaled(sum, 1, vectors[j]);
      const mixed = at.third(sum).slice();
      yield;
      addScaled(mixed, -1, own[i]);
      addScaled(mixed, -1, own[j]);
      normals[i][j] = normals[j][i] = mixed.map((value) => value / 2);
    }
  }
  return normals;
}

/** The map B[X]_ij = Σ_kl (N_ij·N_kl) X_kl, and an upper bound of its largest eigenvalue. */
export function gramOf(normals: Normals): {
  apply: (x: Square) => Square;
  norm: number;
} {
  const products = normals.map((row) =>
    row.map((n) => normals.map((line) => line.map((m) => dot(n, m)))),
  );
  const contract = (factors: Square, x: Square) =>
    factors.reduce(
      (sum, row, k) => row.reduce((s, p, l) => s + p * x[k][l], sum),
      0,
    );
  const squares = products.flat(3).reduce((sum, p) => sum + p * p, 0);
  return {
    apply: (x) => products.map((row) => row.map((p) => contract(p, x))),
    norm: Math.sqrt(squares),
  };
}

/** θ ← θ − factor·Σ X_ij N_ij, in place. */
export function descendNormals(
  theta: Float64Array,
  factor: number,
  x: Square,
  normals: Normals,
) {
  x.forEach((row, i) =>
    row.forEach((value, j) => addScaled(theta, -factor * value, normals[i][j])),
  );
}
