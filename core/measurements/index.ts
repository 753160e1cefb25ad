/** All that can be measured every so many steps. */
import { sharpness } from "./sharpness";
import { test } from "./test";

export const measurements = [sharpness, test] as const;
