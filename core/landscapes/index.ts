/** All landscapes, in the order in which they are offered. */
import { deepProductLandscape } from "./deep-product";
import { formula } from "./formula";
import { product } from "./product";
import { quadratic } from "./quadratic";
import { quadraticRegression } from "./quadratic-regression";
import { selfStabilizationLandscape } from "./self-stabilization";

export const landscapes = [
  quadratic,
  product,
  deepProductLandscape,
  quadraticRegression,
  selfStabilizationLandscape,
  formula,
] as const;
