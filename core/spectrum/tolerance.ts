/**
 * Residual asked of each eigenvalue relative to the largest, by the precision of the products. The
 * error of an eigenvalue is at most its residual and about residual²/gap: with 1e-3 in float32 both of
 * the top two stay within 1e-5, relative, of fully converged ones along both tanh presets on MNIST.
 */
export const sharpnessTolerance = { float64: 1e-8, float32: 1e-3 } as const;
