/** The largest data set that comes with the lab, whole, in a process of its own. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { presets } from "../../../core/experiment/presets";

const { spec } = presets[0];

/** The most memory that a process and its children have had resident so far, in MB; Linux keeps count. */
async function peakOf(pid: number | string | undefined): Promise<number> {
  const read = (name: string) =>
    readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
  const status = await read("status");
  const own = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  const children = (await read(`task/${pid}/children`)).match(/\d+/g) ?? [];
  const peaks = await Promise.all(children.map(peakOf));
  return peaks.reduce((sum, peak) => sum + peak, own);
}

test(
  "all 60,000 digits run full-batch within 2 GB",
  { timeout: 600_000 },
  async (context) => {
    if (process.platform !== "linux")
      context.skip("Only Linux tells the most memory that a process has had.");
    const home = await mkdtemp(join(tmpdir(), "edge-lab-memory-"));
    const child = spawn(
      process.execPath,
      [resolve("out/main/cli.js"), "run", "-", "--json"],
      { env: { ...process.env, EDGE_LAB_HOME: home } },
    );
    let [out, err, peak] = ["", "", 0];
    child.stdout.on("data", (text: Buffer) => (out += text.toString()));
    child.stderr.on("data", (text: Buffer) => (err += text.toString()));
    const timer = setInterval(() => {
      void peakOf(child.pid).then((now) => (peak = Math.max(peak, now)));
    }, 50);
    child.stdin.end(
      JSON.stringify({
        ...spec,
        data: { source: "mnist", samples: 60_000 },
        measure: { sharpness: { every: 3, k: 1 } },
        steps: 3,
      }),
    );
    const code = await new Promise((done) => child.on("close", done));
    clearInterval(timer);
    await rm(home, { recursive: true, force: true });
    expect(code, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      result: {
        status: "finished",
        engine: { backend: "tensorflow", data: { samples: 60_000 } },
        summary: { step: 3, unconverged: 0 },
      },
    });
    process.stdout.write(`60,000 digits: ${Math.round(peak)} MB at most\n`);
    // Less would mean that nobody looked.
    expect(peak).toBeGreaterThan(500);
    expect(peak).toBeLessThan(2048);
  },
);
