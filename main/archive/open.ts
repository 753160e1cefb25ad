import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Archive } from "./archive";
import { Database } from "./db";
import { ArchiveFailure } from "./failure";
import { inspect, migrate } from "./migrate";
import { migrations, type Migration } from "./migrations";

/**
 * Opens the archive, making it and its folder when they are missing, and brings it to the newest
 * version. Runs left over by a process that is gone become `interrupted`.
 * @param path of the file `archive.db`
 * @throws ArchiveFailure with a sentence to show; code `archive-too-new` when a later version of
 *   the lab wrote it. The file is left untouched then.
 */
export async function openArchive(
  path: string,
  steps: readonly Migration[] = migrations,
): Promise<Archive> {
  await makeFolder(dirname(path));
  const db = await Database.open(path, { create: true, busyTimeout: 10_000 });
  try {
    await patiently(async () => {
      const version = await inspect(db, steps.at(-1)?.version ?? 0);
      await configure(db);
      await migrate(db, version, steps);
      // Not before: a table that is made anew would take the rows that refer to it with it.
      await db.outside((sql) => sql.run("PRAGMA foreign_keys = ON"));
    });
    const archive = new Archive(db);
    await archive.interruptAbandoned();
    return archive;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/**
 * FULL: what was stored survives a power cut. WAL: the window and the command line do not wait
 * for each other's reads.
 */
function configure(db: Database) {
  return db.outside(async (sql) => {
    await sql.run("PRAGMA journal_mode = WAL");
    await sql.run("PRAGMA synchronous = FULL");
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
