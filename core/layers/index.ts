/** All layers, in the order in which they are offered. */
import { plainLayers } from "./plain";
import { residual } from "./residual";

export const layers = [...plainLayers, residual] as const;
