/** Fields that several optimisers have. */
import { between, limits, positive, share } from "../schema/fields";
import { stepSize } from "./step-size";

/** Fields that every optimiser has. */
export const common = {
  stepSize,
  weightDecay: between(
    {
      label: "Weight decay",
      help: "Adds ½w|θ|² to the loss and therefore w to each eigenvalue.",
    },
    0,
    limits.weightDecay.max,
  ).default(0),
};

export const momentum = share({ label: "Momentum", symbol: "b" }).default(0.9);

export const beta2 = share("Averaging β₂");

export const epsilon = positive({ label: "Epsilon", symbol: "ϵ" }, 1).default(
  1e-8,
);
