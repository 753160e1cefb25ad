import { limits, whole } from "../schema/fields";

/** How often a quantity is measured: at step 0 and then every `every` steps. */
export const every = (label: string) =>
  whole({ label, unit: "steps" }, 1, limits.sharpnessEvery.max).default(10);
