import type { Migration } from "./migration";

/**
 * Checkpoints; any name for a table of a run and for a kind of event; what version 1 did not note of
 * a run, as it was then: every loss was the mean squared error. The tables are made anew because
 * SQLite cannot change a CHECK; their rows keep their order, which is the order of the columns.
 */
export const migration002: Migration = {
  version: 2,
  async up(sql) {
    for (const statement of statements) await sql.run(statement);
  },
};

const statements = [
  `CREATE TABLE new_series (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    table_name TEXT NOT NULL CHECK (length(table_name) BETWEEN 1 AND 40),
    column_name TEXT NOT NULL,
    -- Chunks of one column count from 0; all but the last hold 4096 rows.
    chunk INTEGER NOT NULL CHECK (chunk >= 0),
    rows INTEGER NOT NULL CHECK (rows BETWEEN 1 AND 4096),
    first_step REAL NOT NULL,
    last_step REAL NOT NULL CHECK (last_step >= first_step),
    -- Float64, little-endian. Last, so that the columns before it are read without it.
    data BLOB NOT NULL CHECK (length(data) = 8 * rows),
    PRIMARY KEY (run_id, table_name, column_name, chunk)
  ) STRICT`,
  `INSERT INTO new_series SELECT run_id, table_name, column_name, chunk, rows, first_step,
    last_step, data FROM series ORDER BY rowid`,
  `DROP TABLE series`,
  `ALTER TABLE new_series RENAME TO series`,

  `CREATE TABLE new_events (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    step INTEGER NOT NULL CHECK (step >= 0),
    message TEXT NOT NULL,
    -- NULL stands for NaN.
    value REAL
  ) STRICT`,
  `INSERT INTO new_events SELECT id, run_id, kind, step, message, value FROM events`,
  `DROP TABLE events`,
  `ALTER TABLE new_events RENAME TO events`,
  `CREATE INDEX events_by_run ON events (run_id, step)`,

  // The last state of a run from which it can go on. Rows of its series before "step" belong to it.
  `CREATE TABLE checkpoints (
    run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL CHECK (step >= 0),
    state TEXT NOT NULL CHECK (json_valid(state)),
    -- The arrays that the state names, one after the other: Float64, little-endian.
    data BLOB NOT NULL CHECK (length(data) % 8 = 0)
  ) STRICT`,

  `UPDATE runs SET summary = json_set(summary, '$.accuracy', NULL, '$.testLoss', NULL,
    '$.testAccuracy', NULL)`,
  `UPDATE runs SET engine = json_set(engine, '$.data', NULL, '$.precisionReason', '',
    '$.loss', 'mean over samples of ½·Σ(f−y)²') WHERE engine IS NOT NULL`,
];
