import type { Migration } from "./migration";

/**
 * Checkpoints that stay: those at the cadence that an experiment asks for. The table `checkpoints` goes on to
 * hold the last one of each run that can be continued.
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
  },
};
