/** The lines of docs/python.md that read the archive, run as they stand. */
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { emptySummary } from "../../core/run/summary";
import { open, spec, temporaryPath } from "./archive/helpers";

const python = process.env.EDGE_LAB_PYTHON ?? "python3";
const hasNumpy =
  spawnSync(python, ["-c", "import numpy, sqlite3"]).status === 0;

test.skipIf(!hasNumpy)(
  "the lines read the series of every run (skipped where Python has no numpy)",
  async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const rows = 10_000;
    const column = (of: (i: number) => number) =>
      Float64Array.from({ length: rows }, (_, i) => of(i));
    const run = {
      spec,
      status: "finished" as const,
      createdAt: 0,
      threshold: 10,
      engine: null,
      summary: emptySummary,
      error: null,
      ...{ tags: [], project: "", colour: null, notes: "", pins: [] },
      ...{ theory: null, expectation: null, events: [] },
    };
    await archive.importRuns([
      {
        ...run,
        records: {
          steps: { step: column((i) => i), loss: column((i) => 1 / (1 + i)) },
          spectrum: {
            step: column((i) => i),
            lambda1: column((i) =>
              i === 9_876 ? 12.345678901234567 : i / rows,
            ),
          },
          test: {},
          theory: {},
          batch: {},
          batchSteps: {},
        },
      },
      {
        ...run,
        records: {
          steps: { step: Float64Array.of(0), loss: Float64Array.of(3) },
          spectrum: {},
          test: {},
          theory: {},
          batch: {},
          batchSteps: {},
        },
      },
    ]);
    const text = await readFile("docs/python.md", "utf8");
    const [, lines] = /```python\n(.*?)```/s.exec(text) ?? [];
    const folder = dirname(path);
    const script = join(folder, "read.py");
    await writeFile(script, lines);
    const { stdout, stderr } = spawnSync(python, [script], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, PYTHONIOENCODING: "utf-8" },
    });
    expect(stderr).toBe("");
    expect(stdout.trim().split(/\r?\n/)).toEqual([
      `1 ${spec.name} 10000 12.345678901234567`,
      `2 ${spec.name} 1 -inf`,
    ]);
  },
);
