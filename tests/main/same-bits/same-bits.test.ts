import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { NODES, nodeExecutable } from "../../../scripts/test/nodes.mjs";

/** The tests fail where one of the functions of Math is used whose last bit V8 has changed. */

let folder: string;
let here: Record<string, string>;

/** The probe under a version of Node: a hash for each run and each formula. */
async function probe(executable: string): Promise<Record<string, string>> {
  const file = join(folder, "probe.mjs");
  const { stdout } = await promisify(execFile)(executable, [file]);
  return JSON.parse(stdout) as Record<string, string>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edge-lab-bits-"));
  await build({
    configFile: false,
    logLevel: "silent",
    // Plain Node has no packages beside the probe.
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, "probe.ts"),
      outDir: folder,
      target: "node20",
      rollupOptions: { output: { entryFileNames: "probe.mjs" } },
    },
  });
  here = await probe(process.execPath);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

it("looks at runs, a sweep and every function of formulas", () => {
  const names = Object.keys(here);
  for (const name of ["golden", "adam", "rmsprop", "sweep", "sin(x)", "x^2.5"])
    expect(names).toContain(name);
  // Equal numbers everywhere would say nothing.
  expect(new Set(Object.values(here)).size).toBeGreaterThan(names.length - 5);
});

it.for(NODES)(
  "gives the same bits under Node $version",
  // Tens of megabytes come over the network the first time.
  { timeout: 600_000 },
  async (node, { skip }) => {
    const found = await nodeExecutable(node);
    if ("reason" in found) return skip(found.reason);
    expect(await probe(found.executable)).toEqual(here);
  },
);
