import type { Migration } from "./migration";

/**
 * A run may have no threshold: its optimiser has none, or it varies along the run and is in a column of the
 * series. SQLite cannot drop a NOT NULL, so that the column is made anew.
 */
export const migration009: Migration = {
  version: 9,
  async up(sql) {
    await sql.run(
      `ALTER TABLE runs ADD COLUMN new_threshold REAL CHECK (new_threshold > 0)`,
    );
    await sql.run(`UPDATE runs SET new_threshold = threshold`);
    await sql.run(`ALTER TABLE runs DROP COLUMN threshold`);
    await sql.run(`ALTER TABLE runs RENAME COLUMN new_threshold TO threshold`);
  },
};
