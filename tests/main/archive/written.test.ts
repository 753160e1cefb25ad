/** What the archive writes to the disk for a run, against what it stores of it. */
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { Cadence } from "../../../core/run/cadence";
import type { Columns } from "../../../core/series/columns";
import { checkpointAt, open, spec, summaryAt, temporaryPath } from "./helpers";

/** Bytes that this process has written so far, to files or to the disk below them. */
async function written(): Promise<number> {
  const io = await readFile("/proc/self/io", "utf8");
  const bytes = [/^wchar: (\d+)/m, /^write_bytes: (\d+)/m].map((counter) =>
    Number(counter.exec(io)?.[1]),
  );
  return Math.max(...bytes);
}

function rowsOf(columns: number, from: number, length: number): Columns {
  const names = Array.from({ length: columns }, (_, i) =>
    i === 0 ? "step" : `c${i}`,
  );
  const value = (name: string, step: number) =>
    name === "step" ? step : Math.sin(Number(name.slice(1)) * 1e6 + step);
  return Object.fromEntries(
    names.map((name) => [
      name,
      Float64Array.from({ length }, (_, i) => value(name, from + i)),
    ]),
  );
}

/** A checkpoint of so many parameters, each of which has changed since the last one. */
const checkpointOf = (parameters: number, step: number) => ({
  ...checkpointAt(step),
  theta: Float64Array.from({ length: parameters }, (_, i) =>
    Math.sin(i + step),
  ),
});

it.for([
  { rate: 1000, columns: [6, 9], parameters: 40_000, seconds: 20 },
  { rate: 85, columns: [6, 9], parameters: 40_000, seconds: 60 },
  { rate: 25, columns: [6, 9], parameters: 40_000, seconds: 60 },
  { rate: 25, columns: [6, 4], parameters: 100, seconds: 240 },
  { rate: 25, columns: [6, 4], parameters: 40_000, seconds: 240 },
])(
  "at most 20 times the series: $rate steps a second, columns $columns, $parameters numbers in a checkpoint, $seconds seconds",
  async ({ rate, columns, parameters, seconds }, context) => {
    if (process.platform !== "linux")
      context.skip("Only Linux counts what a process has written.");
    const archive = await open(await temporaryPath());
    const { id } = await archive.createRun(spec, 40);
    const cadence = new Cadence(0);
    const width = columns[0] + columns[1];
    const steps = rate * seconds;
    const before = await written();
    let stored = 0;
    for (let step = 1; step <= steps; step++) {
      const now = step / rate;
      const rows = step - stored;
      if (step < steps && !cadence.batchIsDue(now, rows * width)) continue;
      const checkpoint = cadence.checkpointIsDue(now)
        ? { ...checkpointOf(parameters, step), seconds: now }
        : undefined;
      if (checkpoint) cadence.keep(checkpoint);
      const [first, second] = columns.map((n) => rowsOf(n, stored, rows));
      await archive.appendBatch(
        id,
        { steps: first, spectrum: second, test: {}, batch: {}, batchSteps: {} },
        [],
        summaryAt(step - 1),
        checkpoint,
      );
      stored = step;
    }
    await archive.finish(id, "finished");
    // What is in the write-ahead log goes into the file now at the latest.
    await archive.close();
    const times = ((await written()) - before) / (8 * width * stored);
    process.stdout.write(`${times.toFixed(1)} times what is stored: written\n`);
    expect(times).toBeLessThan(20);
    // Less would mean that nothing was counted.
    expect(times).toBeGreaterThan(1);
  },
);
