import { addScaled } from "../vector";
import { averagedThreshold } from "./averaged";
import { defineOptimizer } from "./definition";
import { momentum } from "./fields";
import { Velocity } from "./velocity";

/** The heavy ball on an exponential moving average: m ← bm + (1−b)g; θ ← θ − ηm. */
export const ema = defineOptimizer({
  name: "ema",
  label: "Averaged gradient (EMA)",
  fields: { momentum },
  update: "m ← bm + (1 − b)∇L, θ ← θ − ηm",
  thresholdFormula: "(2+2b)/((1−b)η)",
  threshold: ({ momentum: b }, { stepSize }) => averagedThreshold(b, stepSize),
  describe: ({ momentum: b }) =>
    `Gradient descent on the averaged gradient (EMA), momentum ${b}`,
  inSentence: "gradient descent on the averaged gradient",
  details: ({ momentum: b }) => [`momentum ${b}`],
  create: ({ momentum: b }, { size }) =>
    new Velocity(size, b, 1 - b, (theta, eta, m) => addScaled(theta, -eta, m)),
});
