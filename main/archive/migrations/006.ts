import type { Migration } from "./migration";

/**
 * Checksums of what is stored as bytes, which SQLite itself does not check: a flipped bit would be
 * another number. Rows of earlier versions have none.
 */
export const migration006: Migration = {
  version: 6,
  async up(sql) {
    for (const table of ["series", "checkpoints"])
      await sql.run(`ALTER TABLE ${table} ADD COLUMN checksum INTEGER`);
  },
};
