import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of arrays from which giving them back is worth what it costs. */
const large = 2 ** 26;

/**
 * Gives back large arrays that nothing refers to any more. V8 counts arrays of numbers for little and would
 * leave the data as they were read, hundreds of megabytes, beside their copy in TensorFlow for a while.
 * Where there are no large ones, nothing is done: V8 would also throw away the code that it has compiled
 * for the last run, and need a second of computing to compile it again for the next.
 */
export function collectGarbage() {
  if (process.memoryUsage().arrayBuffers < large) return;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}
