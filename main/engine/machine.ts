import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";
import { dirname, join } from "node:path";

/** What the speed of kernels depends on. */
export interface Machine {
  processor: string;
  cores: number;
  /** The version of TensorFlow.js and the sizes of TensorFlow's libraries, which tell without loading them. */
  tensorflow: string;
}

let known: Machine | null | undefined;

/** This machine; null where TensorFlow is not installed. */
export function thisMachine(): Machine | null {
  if (known === undefined) known = look();
  return known;
}

function look(): Machine | null {
  try {
    const require = createRequire(import.meta.url);
    const about = require.resolve("@tensorflow/tfjs-node/package.json");
    const { version } = JSON.parse(readFileSync(about, "utf8")) as {
      version: string;
    };
    const folder = join(dirname(about), "deps", "lib");
    const sizes = readdirSync(folder)
      .map((name) => statSync(join(folder, name)).size)
      .sort((a, b) => a - b);
    return {
      processor: cpus().at(0)?.model.trim() ?? "",
      cores: availableParallelism(),
      tensorflow: [version, ...sizes].join(" "),
    };
  } catch {
    return null;
  }
}
