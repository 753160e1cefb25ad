import type { Migration } from "./migration";

/**
 * By what the runs of a study are known again, here and in what a cluster computed: a hash of the experiment and
 * of the version of the numerics.
 */
export const migration009: Migration = {
  version: 9,
  async up(sql) {
    await sql.run(`CREATE TABLE study_runs (
      identity TEXT PRIMARY KEY CHECK (length(identity) = 64),
      run_id INTEGER NOT NULL UNIQUE REFERENCES runs (id) ON DELETE CASCADE
    ) STRICT`);
    // The runs of one study are one group, whenever and wherever they came.
    await sql.run(`ALTER TABLE run_groups ADD COLUMN study TEXT`);
    await sql.run(`CREATE UNIQUE INDEX groups_by_study ON run_groups (study)
      WHERE study IS NOT NULL`);
  },
};
