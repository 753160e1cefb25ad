const quarters = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

/**
 * The point of the unit circle at an angle in turns, to about 1e-16. Sine and cosine of the language
 * differ in their last bit between versions of V8, and made samples must not.
 */
export function circlePoint(turns: number): [x: number, y: number] {
  const quarter = Math.round(4 * turns);
  const angle = 2 * Math.PI * (turns - quarter / 4);
  // Taylor series at |angle| ≤ π/4; the first term left out is below 1e-17.
  let [cosine, sine, term] = [0, 0, 1];
  for (let k = 0; k < 18; k += 4) {
    cosine += term;
    term *= angle / (k + 1);
    sine += term;
    term *= angle / (k + 2);
    cosine -= term;
    term *= angle / (k + 3);
    sine -= term;
    term *= angle / (k + 4);
  }
  const [x, y] = quarters[((quarter % 4) + 4) % 4];
  return [x * cosine - y * sine, y * cosine + x * sine];
}
