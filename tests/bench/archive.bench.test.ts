/**
 * How long a large archive keeps a person waiting for its list. EDGE_LAB_BENCH_POINTS=50000000 makes
 * it as large as the goal says; the default takes less disk.
 */
import { serialize } from "node:v8";
import { expect, test } from "vitest";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { Database } from "../../main/archive/db";
import { openArchive } from "../../main/archive/open";
import { spec, summaryAt, temporaryPath } from "../main/archive/helpers";
import { figure, inTurn, print, say, show } from "./measure";

const runs = 10_000;
const points = Number(process.env.EDGE_LAB_BENCH_POINTS ?? 5_000_000);
const columns = ["step", "loss"];

/** Runs that differ in name, step size and tags, each with the same share of the points. */
async function fill(path: string) {
  await (await openArchive(path)).close();
  const db = await Database.open(path, { create: false, busyTimeout: 0 });
  const rows = Math.min(4096, points / runs / columns.length);
  const experiment: ExperimentSpec = { ...spec, steps: rows };
  await db.write(async (sql) => {
    await sql.run(
      `INSERT INTO runs (name, status, created_at, threshold, spec, summary, engine, tags, notes)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
       SELECT 'Run ' || i, 'finished', 1000000 + i, 40,
         json_set(?2, '$.name', 'Run ' || i, '$.optimizer.stepSize', 0.05 + i * 1e-6), ?3, '{}',
         json_array('tag ' || (i % 20)), 'Notes of run ' || i FROM n`,
      [runs, JSON.stringify(experiment), JSON.stringify(summaryAt(rows - 1))],
    );
    for (const column of columns)
      await sql.run(
        `INSERT INTO series (run_id, table_name, column_name, chunk, rows, first_step, last_step, data)
         SELECT id, 'steps', ?1, 0, ?2, 0, ?2 - 1, zeroblob(8 * ?2) FROM runs`,
        [column, rows],
      );
    await sql.run(
      `INSERT INTO events (run_id, kind, step, message, value)
       SELECT id, 'crossing', 3, 'Sharpness reached 2/η at step 3.', 40.5 FROM runs`,
    );
  });
  await db.close();
}

test("the list of an archive of 10,000 runs", async () => {
  const path = await temporaryPath();
  await fill(path);
  say(`${show(runs)} runs, ${show(points)} points`);

  const start = performance.now();
  const archive = await openArchive(path);
  const listed = await archive.listRuns();
  const first = performance.now() - start;
  expect(listed.length).toBe(runs);
  figure(
    `opening and listing an archive of 10,000 runs with ${(points / 1e6).toLocaleString("en-US")} million points`,
    [first],
    "ms",
    { most: 500 },
  );

  const [lists, sent, opened] = await inTurn(
    [
      async () => {
        const start = performance.now();
        await archive.interruptAbandoned();
        await archive.listRuns();
        return performance.now() - start;
      },
      () => {
        // What the way to the window adds in main.
        const start = performance.now();
        serialize(listed);
        return performance.now() - start;
      },
      async () => {
        const start = performance.now();
        await archive.openRun(5000);
        return performance.now() - start;
      },
    ],
    10,
  );
  print("listed again, ms (goal < 500)", lists);
  print("made ready for the window, ms", sent);
  print("opened one run, ms", opened);
  await archive.close();
});
