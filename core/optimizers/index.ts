/** All optimisers, in the order in which they are offered. */
import { adam } from "./adam";
import { ema } from "./ema";
import { gradientDescent } from "./gd";
import { gradientFlow } from "./gradient-flow";
import { nesterov } from "./nesterov";
import { polyak } from "./polyak";
import { rmsprop } from "./rmsprop";

export const optimizers = [
  gradientDescent,
  polyak,
  nesterov,
  ema,
  rmsprop,
  adam,
  gradientFlow,
] as const;
