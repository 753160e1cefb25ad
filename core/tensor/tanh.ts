/**
 * tanh to within two units in the last place, more than twice as fast as Math.tanh, which takes the
 * largest share of a step of a small network. Near 0 the rational approximation of Cephes (Moshier),
 * x + x³·P(x²)/Q(x²); beyond it 1 − 2/(e^{2x} + 1), which no longer cancels there.
 */
export function tanh(x: number): number {
  if (x > 0.625) return 1 - 2 / (Math.exp(2 * x) + 1);
  if (x < -0.625) return 2 / (Math.exp(-2 * x) + 1) - 1;
  const s = x * x;
  const p =
    (-9.64399179425052238628e-1 * s - 9.92877231001918586564e1) * s -
    1.61468768441708447952e3;
  const q =
    ((s + 1.12811678491632931402e2) * s + 2.23548839060100448583e3) * s +
    4.84406305325125486048e3;
  return x + x * s * (p / q);
}
