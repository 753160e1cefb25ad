import { makeBackup } from "./backups";
import type { Database, Reader } from "./db";
import { ArchiveFailure, recovery } from "./failure";
import type { Migration } from "./migrations/migration";

/** "EDGE" in ASCII, in the header of every archive: what tells it from another program's file. */
export const applicationId = 0x45444745;

/**
 * Takes an archive through the migrations after `from`, with a backup before each if that is wanted.
 * Foreign keys must not be enforced meanwhile; they are checked at the end of each.
 */
export async function migrate(
  db: Database,
  from: number,
  migrations: readonly Migration[],
  { backUp }: { backUp: boolean },
) {
  for (const migration of migrations) {
    if (migration.version <= from) continue;
    if (from > 0 && backUp) await makeBackup(db, "before-update");
    const { version } = migration;
    const step = db.write(async (sql) => {
      // Another process may have done it between the look and the lock.
      if ((await look(sql)).version >= version) return;
      await migration.up(sql);
      const [lost] = await sql.all("PRAGMA foreign_key_check");
      if (lost) throw new Error(`Migration ${version} lost rows.`);
      await sql.run(`PRAGMA application_id = ${applicationId}`);
      await sql.run(`PRAGMA user_version = ${version}`);
    });
    await step.catch((error: unknown) => {
      throw refused(error, db.path, version);
    });
  }
}

/** Every archive that is whole takes every step: one that does not is damaged. */
function refused(error: unknown, path: string, version: number) {
  if (error instanceof ArchiveFailure) return error;
  return new ArchiveFailure(
    `The archive ${path} is damaged: it cannot be brought to version ${version} (${(error as Error).message.replace(/\.$/, "")}).`,
    recovery,
    (error as { code?: string }).code,
    "archive-damaged",
  );
}

export async function look(sql: Reader) {
  const header = await sql.get<{
    version: number;
    applicationId: number;
    tables: number;
  }>(`SELECT user_version AS version, application_id AS applicationId,
    (SELECT count(*) FROM sqlite_schema) AS tables
    FROM pragma_user_version, pragma_application_id`);
  if (!header) throw new Error("SQLite answered no version.");
  return { ...header, isEmpty: header.tables === 0 && header.version === 0 };
}
