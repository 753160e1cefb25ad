/** All layers, in the order in which they are offered. */
import { activation } from "./activation";
import { conv2d } from "./conv2d";
import { dense } from "./dense";
import { flatten } from "./flatten";
import { pool } from "./pool";

export const layers = [dense, activation, conv2d, pool, flatten] as const;
