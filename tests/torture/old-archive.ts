import { createHash } from "node:crypto";
import { presets } from "../../core/experiment/presets";
import { emptySummary } from "../../core/run/summary";
import { Database } from "../../main/archive/db";
import { migrate } from "../../main/archive/migrate";
import { migration001 } from "../../main/archive/migrations/001";

const chunkRows = 4096;

/** An archive as version 1 of its tables had it, with so many runs of 200 kB. */
export async function makeOldArchive(path: string, runs: number) {
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await migrate(db, 0, [migration001], { backUp: false });
  await db.write(async (sql) => {
    for (let run = 1; run <= runs; run++) {
      await sql.run(
        `INSERT INTO runs (name, status, created_at, threshold, spec, summary)
         VALUES (?, 'stopped', ?, 40, ?, ?)`,
        [
          `old ${run}`,
          1000 * run,
          JSON.stringify(presets[0].spec),
          JSON.stringify({ ...emptySummary, step: 2 * chunkRows - 1 }),
        ],
      );
      await sql.run(
        `INSERT INTO events (run_id, kind, step, message, value)
         VALUES (?, 'stopped', 8191, 'Stopped at step 8191.', 0.5)`,
        [run],
      );
      for (const column of ["step", "loss", "gradNorm"])
        for (const chunk of [0, 1]) {
          const first = chunk * chunkRows;
          const values = Float64Array.from({ length: chunkRows }, (_, i) =>
            column === "step" ? first + i : Math.sin(run * (first + i)),
          );
          await sql.run(
            `INSERT INTO series VALUES (?, 'steps', ?, ?, ?, ?, ?, ?)`,
            [
              run,
              column,
              chunk,
              chunkRows,
              first,
              first + chunkRows - 1,
              Buffer.from(values.buffer),
            ],
          );
        }
    }
  });
  await db.close();
}

/** SHA-256 of what every version of the tables has: runs, events and series. */
export async function digestOf(path: string): Promise<string> {
  const db = await Database.open(path, { create: false, busyTimeout: 10_000 });
  const hash = createHash("sha256");
  try {
    await db.read(async (sql) => {
      for (const statement of [
        "SELECT id, name, status, created_at, spec FROM runs ORDER BY id",
        "SELECT run_id, kind, step, message, value FROM events ORDER BY run_id, step",
        `SELECT run_id, table_name, column_name, chunk, rows, hex(data) FROM series
         ORDER BY 1, 2, 3, 4`,
      ])
        hash.update(JSON.stringify(await sql.all<object>(statement)));
    });
  } finally {
    await db.close();
  }
  return hash.digest("hex");
}
