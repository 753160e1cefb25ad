import type { Migration } from "./migration";

/** Forks: runs that go on from a step of another run, their parent, with a change. */
export const migration009: Migration = {
  version: 9,
  async up(sql) {
    // Null too once the parent is deleted: `fork` says all that the fork needs of it.
    await sql.run(
      `ALTER TABLE runs ADD COLUMN parent INTEGER REFERENCES runs (id) ON DELETE SET NULL`,
    );
    await sql.run(
      `ALTER TABLE runs ADD COLUMN fork TEXT CHECK (json_valid(fork))`,
    );
    await sql.run(
      `CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL`,
    );
  },
};
