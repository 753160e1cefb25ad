import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Gives back what nothing refers to any more. V8 counts large arrays of numbers for little and would
 * leave the data as they were read, hundreds of megabytes, beside their copy in TensorFlow for a while.
 */
export function collectGarbage() {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}
