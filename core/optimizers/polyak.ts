import { addScaled } from "../vector";
import { defineOptimizer } from "./definition";
import { momentum } from "./fields";
import { Velocity } from "./velocity";

/** Polyak's heavy ball: v ← bv + g; θ ← θ − ηv. */
export const polyak = defineOptimizer({
  name: "polyak",
  label: "Polyak momentum",
  synonyms: ["momentum", "heavyball", "sgdm"],
  fields: { momentum },
  update: "v ← bv + ∇L, θ ← θ − ηv",
  thresholdFormula: "(2+2b)/η",
  threshold: ({ momentum: b }, { stepSize }) => (2 + 2 * b) / stepSize,
  describe: ({ momentum: b }) => `Gradient descent with Polyak momentum ${b}`,
  inSentence: "gradient descent",
  details: ({ momentum: b }) => [`Polyak momentum ${b}`],
  torch: ({ momentum: b }) => ({
    code: `torch.optim.SGD(parameters, lr=lr, momentum=${b})`,
  }),
  create: ({ momentum: b }, { size }) =>
    new Velocity(size, b, 1, (theta, eta, v) => addScaled(theta, -eta, v)),
});
