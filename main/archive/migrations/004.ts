import type { Migration } from "./migration";

/** What an analysis of self-stabilisation says of a run; its rows are the table `theory` of the series. */
export const migration004: Migration = {
  version: 4,
  async up(sql) {
    await sql.run(
      `ALTER TABLE runs ADD COLUMN theory TEXT CHECK (json_valid(theory))`,
    );
  },
};
