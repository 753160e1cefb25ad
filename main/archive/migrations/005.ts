import type { Migration } from "./migration";

/** What a person expected of a run before it started. */
export const migration005: Migration = {
  version: 5,
  async up(sql) {
    await sql.run(
      `ALTER TABLE runs ADD COLUMN expectation TEXT CHECK (json_valid(expectation))`,
    );
  },
};
