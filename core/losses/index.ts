/** All losses, in the order in which they are offered; the first is the default. */
import { crossEntropy } from "./cross-entropy";
import { logistic } from "./logistic";
import { meanSquaredError } from "./mse";

export const losses = [meanSquaredError, crossEntropy, logistic] as const;
