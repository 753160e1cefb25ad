/** The eigenvalue solver of the script where SciPy is missing. */
export const fallback = `
def lanczos(multiply, size, most=300):
    """The largest eigenvalue of a symmetric operator, with full reorthogonalization."""
    v = torch.randn(size, dtype=dtype, generator=torch.Generator().manual_seed(0))
    tolerance = 1e-10 if dtype == torch.float64 else 1e-5
    basis, diagonal, below = [v / v.norm()], [], []
    while True:
        w = multiply(basis[-1])
        diagonal.append((w @ basis[-1]).item())
        known = torch.stack(basis)
        for _ in range(2):
            w = w - known.T @ (known @ w)
        rest = w.norm().item()
        values, vectors = np.linalg.eigh(
            np.diag(diagonal) + np.diag(below, 1) + np.diag(below, -1)
        )
        residual = rest * abs(vectors[-1, -1])
        if residual <= tolerance * abs(values[-1]) or len(basis) == min(size, most):
            return values[-1]
        below.append(rest)
        basis.append(w / rest)
`;
