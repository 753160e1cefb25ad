import type { Migration } from "./migration";

/**
 * The newest rows of runs that are going, in pages of about 3 KB that are filled one after the other.
 * Before, the last chunk of each column was written anew with every batch: 250 times what was stored.
 */
export const migration007: Migration = {
  version: 7,
  async up(sql) {
    // No index: it would be one more page to write with every batch, and there are few rows.
    await sql.run(`CREATE TABLE tails (
      id INTEGER PRIMARY KEY,
      -- NULL for a page that is free. It is used again: to allocate one writes three others.
      run_id INTEGER REFERENCES runs (id) ON DELETE CASCADE,
      -- Pages of one run count from 0.
      place INTEGER NOT NULL CHECK (place >= 0),
      -- Of the run, up to the last row of the page.
      summary TEXT NOT NULL CHECK (json_valid(summary)),
      checksum INTEGER NOT NULL,
      -- Float64, little-endian; see tails.ts.
      data BLOB NOT NULL CHECK (length(data) % 8 = 0)
    ) STRICT`);
  },
};
