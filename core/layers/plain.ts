/** The layers that a residual may hold, in the order in which they are offered. */
import { activation } from "./activation";
import { attention } from "./attention";
import { batchNorm } from "./batch-norm";
import { conv2d } from "./conv2d";
import { dense } from "./dense";
import { embedding } from "./embedding";
import { flatten } from "./flatten";
import { layerNorm } from "./layer-norm";
import { mean } from "./mean";
import { pool } from "./pool";
import { positions } from "./positions";
import { scale } from "./scale";

export const plainLayers = [
  dense,
  activation,
  conv2d,
  pool,
  flatten,
  layerNorm,
  batchNorm,
  embedding,
  positions,
  attention,
  mean,
  scale,
] as const;
