import type { Migration } from "./migration";

/**
 * Checkpoints that stay: those at the cadence that an experiment asks for. The table `checkpoints` goes on to
 * hold the last one of each run that can be continued.
 *
 * A run may have no threshold: its optimiser has none, or it varies along the run and is in a column of the
 * series. SQLite cannot drop a NOT NULL, so that the column is made anew.
 */
export const migration008: Migration = {
  version: 8,
  async up(sql) {
    await sql.run(`CREATE TABLE kept_checkpoints (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      step INTEGER NOT NULL CHECK (step >= 0),
      state TEXT NOT NULL CHECK (json_valid(state)),
      checksum INTEGER NOT NULL,
      -- As in the table checkpoints. Last, so that the columns before it are read without it.
      data BLOB NOT NULL CHECK (length(data) % 8 = 0),
      PRIMARY KEY (run_id, step)
    ) STRICT`);
    await sql.run(
      `ALTER TABLE runs ADD COLUMN new_threshold REAL CHECK (new_threshold > 0)`,
    );
    await sql.run(`UPDATE runs SET new_threshold = threshold`);
    await sql.run(`ALTER TABLE runs DROP COLUMN threshold`);
    await sql.run(`ALTER TABLE runs RENAME COLUMN new_threshold TO threshold`);
  },
};
