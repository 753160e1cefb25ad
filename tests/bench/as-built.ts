import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import type * as engine from "./engine";

/**
 * The engine bundled as in the built app. The test runner turns each use of an import into a look-up,
 * which makes steps of a few microseconds up to twice as slow; larger problems do not feel it.
 */
export async function engineAsBuilt() {
  const outDir = await mkdtemp(join(tmpdir(), "edge-lab-"));
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: join(import.meta.dirname, "engine.ts"),
      outDir,
      rolldownOptions: {
        output: { format: "cjs", entryFileNames: "engine.cjs" },
      },
    },
    ssr: { noExternal: true },
  });
  const file = join(outDir, "engine.cjs");
  const bundle = createRequire(import.meta.url)(file) as typeof engine;
  await rm(outDir, { recursive: true });
  return bundle;
}
