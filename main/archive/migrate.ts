import { makeBackup } from "./backups";
import type { Database, Reader } from "./db";
import { ArchiveFailure, recovery } from "./failure";
import type { Migration } from "./migrations";

/** "EDGE" in ASCII, in the header of every archive: what tells it from another program's file. */
const applicationId = 0x45444745;

/**
 * Looks at a file before anything is written to it.
 * @param newest the version that this program writes
 * @returns the version of the archive; 0 for a new file
 * @throws ArchiveFailure when the file is damaged, somebody else's or, with code
 *   `archive-too-new`, of a later version
 */
export async function inspect(db: Database, newest: number): Promise<number> {
  const found = await db.read(look);
  if (!found.isEmpty && found.applicationId !== applicationId)
    throw new ArchiveFailure(
      `The file ${db.path} belongs to another program.`,
      "Move it away, and a new archive is made.",
    );
  if (found.version > newest)
    throw new ArchiveFailure(
      `The archive ${db.path} was written by a later version of Edge Lab.`,
      "Install the latest version of Edge Lab to open it.",
      "",
      "archive-too-new",
    );
  return found.version;
}

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

async function look(sql: Reader) {
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
