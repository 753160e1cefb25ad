import type { Migration } from "./migration";

/**
 * Forks: runs that go on from a step of another run, their parent, with a change.
 *
 * Studies: the archive knows their runs by a hash of the experiment and of the version of the numerics, here and in
 * what a cluster computed.
 */
export const migration009: Migration = {
  version: 9,
  async up(sql) {
    for (const statement of statements) await sql.run(statement);
  },
};

const statements = [
  // Null too once the parent is deleted: `fork` says all that the fork needs of it.
  `ALTER TABLE runs ADD COLUMN parent INTEGER REFERENCES runs (id) ON DELETE SET NULL`,
  `ALTER TABLE runs ADD COLUMN fork TEXT CHECK (json_valid(fork))`,
  `CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL`,

  `CREATE TABLE study_runs (
    identity TEXT PRIMARY KEY CHECK (length(identity) = 64),
    run_id INTEGER NOT NULL UNIQUE REFERENCES runs (id) ON DELETE CASCADE
  ) STRICT`,
  // The runs of one study are one group, whenever and wherever they came.
  `ALTER TABLE run_groups ADD COLUMN study TEXT`,
  `CREATE UNIQUE INDEX groups_by_study ON run_groups (study) WHERE study IS NOT NULL`,
];
