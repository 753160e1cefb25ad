import { addScaled } from "../vector";
import { defineOptimizer } from "./definition";
import { momentum } from "./fields";
import { Velocity } from "./velocity";

/** Nesterov's momentum: v ← bv + g; θ ← θ − η(g + bv). */
export const nesterov = defineOptimizer({
  name: "nesterov",
  label: "Nesterov momentum",
  synonyms: ["nag"],
  fields: { momentum },
  update: "v ← bv + ∇L, θ ← θ − η(∇L + bv)",
  thresholdFormula: "(2+2b)/((1+2b)η)",
  threshold: ({ momentum: b }, { stepSize }) =>
    (2 + 2 * b) / ((1 + 2 * b) * stepSize),
  describe: ({ momentum: b }) => `Gradient descent with Nesterov momentum ${b}`,
  inSentence: "gradient descent",
  details: ({ momentum: b }) => [`Nesterov momentum ${b}`],
  /** PyTorch takes no momentum of 0 there. */
  torch: ({ momentum: b }) => ({
    code: `torch.optim.SGD(parameters, lr=lr${b > 0 ? `, momentum=${b}, nesterov=True` : ""})`,
  }),
  create: ({ momentum: b }, { size }) =>
    new Velocity(size, b, 1, (theta, eta, v, g) => {
      addScaled(theta, -eta, g);
      addScaled(theta, -eta * b, v);
    }),
});
