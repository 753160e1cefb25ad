/** An archive of the first version in which rows of a run are left, but not the run. */
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkArchive } from "../../../main/archive/check";
import { Database } from "../../../main/archive/db";
import { migrate } from "../../../main/archive/migrate";
import { migrations } from "../../../main/archive/migrations";
import { openArchive } from "../../../main/archive/open";
import { recover } from "../../../main/archive/recover";
import { failureOf, temporaryPath } from "./helpers";

async function withOrphan(): Promise<string> {
  const path = await temporaryPath();
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await migrate(db, 0, migrations.slice(0, 1), { backUp: false });
  await db.outside((sql) =>
    sql.run(`INSERT INTO events (run_id, kind, step, message, value)
      VALUES (7, 'crossing', 3, 'So.', 41)`),
  );
  await db.close();
  return path;
}

describe("rows whose run is gone", () => {
  it("are damage, said in a sentence when the archive is opened", async () => {
    const failure = await failureOf(openArchive(await withOrphan()));
    expect(failure).toMatchObject({
      error: {
        code: "archive-damaged",
        message: expect.stringMatching(/is damaged: it cannot be brought.*\.$/),
      },
    });
  });

  it("do not hinder a recovery", async () => {
    const path = await withOrphan();
    const fresh = join(dirname(path), "fresh.db");
    expect(await recover(path, fresh)).toMatchObject({ runs: 0, lost: 1 });
    expect(await checkArchive(fresh)).toMatchObject({ problems: [] });
  });
});
