import type { Migration } from "./migration";

/**
 * Runs, their series and their events. Released migrations are never edited: a change of the
 * tables is a new file.
 */
export const migration001: Migration = {
  version: 1,
  async up(sql) {
    for (const statement of statements) await sql.run(statement);
  },
};

const statements = [
  `CREATE TABLE runs (
    -- AUTOINCREMENT: the number of a deleted run is never given to another one.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    status TEXT NOT NULL CHECK (status IN ('running', 'paused', 'finished',
      'stopped', 'diverged', 'interrupted', 'failed')),
    -- Milliseconds since 1970, UTC.
    created_at INTEGER NOT NULL,
    threshold REAL NOT NULL CHECK (threshold > 0),
    spec TEXT NOT NULL CHECK (json_valid(spec)),
    summary TEXT NOT NULL CHECK (json_valid(summary)),
    engine TEXT CHECK (json_valid(engine)),
    error TEXT CHECK (json_valid(error)),
    -- The process that runs it, see owner.ts. A run that is over has none.
    owner TEXT,
    CHECK ((status IN ('running', 'paused')) = (owner IS NOT NULL))
  ) STRICT`,
  `CREATE INDEX runs_by_age ON runs (created_at, id)`,
  `CREATE INDEX runs_by_owner ON runs (owner) WHERE owner IS NOT NULL`,

  `CREATE TABLE series (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    table_name TEXT NOT NULL CHECK (table_name IN ('steps', 'spectrum')),
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

  `CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('crossing', 'loss-target', 'diverged',
      'finished', 'stopped')),
    step INTEGER NOT NULL CHECK (step >= 0),
    message TEXT NOT NULL,
    -- NULL stands for NaN.
    value REAL
  ) STRICT`,
  `CREATE INDEX events_by_run ON events (run_id, step)`,
];
