/** All optimisers, in the order in which they are offered. */
import { adam } from "./adam";
import { ema } from "./ema";
import { gradientDescent } from "./gd";
import { gradientFlow } from "./gradient-flow";
import { nesterov } from "./nesterov";
import { normalizedDescent } from "./normalized-descent";
import { polyak } from "./polyak";
import { rmsprop } from "./rmsprop";
import { sam } from "./sam";
import { signDescent } from "./sign-descent";

export const optimizers = [
  gradientDescent,
  polyak,
  nesterov,
  ema,
  rmsprop,
  adam,
  sam,
  normalizedDescent,
  signDescent,
  gradientFlow,
] as const;
