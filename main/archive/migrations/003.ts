import type { Migration } from "./migration";

/**
 * What a person adds to runs (tags, project, colour, notes, pins), runs that wait in a queue, groups
 * of them, runs put aside before they are deleted, and saved views. The table of runs is made anew
 * because SQLite cannot change a CHECK; its rows keep their numbers, to which the other tables refer.
 */
export const migration003: Migration = {
  version: 3,
  async up(sql) {
    for (const statement of statements) await sql.run(statement);
  },
};

const statements = [
  `CREATE TABLE run_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    -- Milliseconds since 1970, UTC.
    created_at INTEGER NOT NULL
  ) STRICT`,

  `CREATE TABLE new_runs (
    -- AUTOINCREMENT: the number of a deleted run is never given to another one.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'paused', 'finished',
      'stopped', 'diverged', 'interrupted', 'failed')),
    -- Milliseconds since 1970, UTC.
    created_at INTEGER NOT NULL,
    threshold REAL NOT NULL CHECK (threshold > 0),
    spec TEXT NOT NULL CHECK (json_valid(spec)),
    summary TEXT NOT NULL CHECK (json_valid(summary)),
    engine TEXT CHECK (json_valid(engine)),
    error TEXT CHECK (json_valid(error)),
    -- The process that runs it, see owner.ts. A run that waits or is over has none.
    owner TEXT,
    -- Place in the queue; the lowest one is next.
    position INTEGER,
    group_id INTEGER REFERENCES run_groups (id) ON DELETE SET NULL,
    -- The run whose experiment it does again.
    reproduces INTEGER REFERENCES runs (id) ON DELETE SET NULL,
    tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    project TEXT NOT NULL DEFAULT '',
    colour INTEGER CHECK (colour BETWEEN 0 AND 7),
    notes TEXT NOT NULL DEFAULT '',
    pins TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(pins)),
    -- When it was put aside, milliseconds since 1970, UTC. It can still be had back.
    deleted_at INTEGER,
    CHECK ((status IN ('running', 'paused')) = (owner IS NOT NULL)),
    CHECK ((status = 'queued') = (position IS NOT NULL)),
    CHECK (deleted_at IS NULL OR status NOT IN ('queued', 'running', 'paused'))
  ) STRICT`,
  `INSERT INTO new_runs (id, name, status, created_at, threshold, spec, summary, engine, error, owner)
    SELECT id, name, status, created_at, threshold, spec, summary, engine, error, owner FROM runs`,
  `DROP TABLE runs`,
  `ALTER TABLE new_runs RENAME TO runs`,
  `CREATE INDEX runs_by_age ON runs (created_at, id)`,
  `CREATE INDEX runs_by_owner ON runs (owner) WHERE owner IS NOT NULL`,
  `CREATE INDEX runs_by_position ON runs (position) WHERE position IS NOT NULL`,
  `CREATE INDEX runs_by_group ON runs (group_id) WHERE group_id IS NOT NULL`,
  `CREATE INDEX runs_by_reproduced ON runs (reproduces) WHERE reproduces IS NOT NULL`,

  // In the order in which the person keeps them.
  `CREATE TABLE views (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (json_valid(state))
  ) STRICT`,
];
