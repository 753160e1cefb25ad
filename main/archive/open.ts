import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Archive } from "./archive";
import { findBackups } from "./backups";
import { Database } from "./db";
import { ArchiveFailure } from "./failure";
import { inspect } from "./inspect";
import { migrate } from "./migrate";
import { migrations } from "./migrations";
import type { Migration } from "./migrations/migration";

/**
 * Opens the archive, making it and its folder when they are missing, and brings it to the newest
 * version. Runs left over by a process that is gone become `interrupted`.
 * @param path of the file `archive.db`
 * @param options.backUp whether to make a backup before each migration
 * @throws ArchiveFailure with a sentence to show; code `archive-too-new` when a later version of
 *   the lab wrote it. The file is left untouched then.
 */
export async function openArchive(
  path: string,
  steps: readonly Migration[] = migrations,
  options: { backUp: boolean } = { backUp: true },
): Promise<Archive> {
  await makeFolder(dirname(path));
  await requireNotLost(path);
  const db = await Database.open(path, { create: true, busyTimeout: 10_000 });
  try {
    await patiently(async () => {
      const version = await inspect(db, steps);
      await configure(db);
      await migrate(db, version, steps, options);
      // Not before: a table that is made anew would take the rows that refer to it with it.
      await db.outside((sql) => sql.run("PRAGMA foreign_keys = ON"));
    });
    const archive = new Archive(db);
    archive.leftOver = await archive.interruptAbandoned();
    return archive;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/**
 * A new archive would hide that the old one is gone.
 * @throws ArchiveFailure `archive-missing` when there are backups of an archive that is not there
 */
async function requireNotLost(path: string) {
  const size = (await stat(path).catch(() => null))?.size ?? 0;
  if (size > 0 || (await findBackups(path)).length === 0) return;
  throw new ArchiveFailure(
    `There is no archive ${path}, although it has backups.`,
    "Put it back in its folder, or restore a backup.",
    "",
    "archive-missing",
  );
}

/**
 * FULL: what was stored survives a power cut. WAL: the window and the command line do not wait
 * for each other's reads. MEMORY: what undoes a single statement, up to all the pages that it changes,
 * is not written to a temporary file.
 */
function configure(db: Database) {
  return db.outside(async (sql) => {
    await sql.run("PRAGMA journal_mode = WAL");
    await sql.run("PRAGMA synchronous = FULL");
    await sql.run("PRAGMA temp_store = MEMORY");
  });
}

/**
 * The change to WAL, by this process or by another that opens the archive at the same moment, does
 * not heed the busy timeout: a lock is reported at once. Opening begins again then, for five seconds.
 */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      return await work();
    } catch (error) {
      const isBusy =
        error instanceof ArchiveFailure && error.reason === "SQLITE_BUSY";
      if (!isBusy || attempt === 100) throw error;
      await setTimeout(50);
    }
}

async function makeFolder(folder: string) {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new ArchiveFailure(
      `The data folder ${folder} cannot be made (${(error as NodeJS.ErrnoException).code}).`,
      "Check its name and that your account may write there, or set EDGE_LAB_HOME to another folder.",
    );
  }
}
