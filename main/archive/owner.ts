/**
 * Which process a run belongs to, so that a start of one does not take the runs of another that
 * is alive for left-overs. A process proves that it lives by holding an SQLite lock on a file of
 * its own: the operating system lets go of it however the process ends. A process number could be
 * given to another program, and a time of last sign of life is wrong after a laptop slept.
 */
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Database } from "./db";
import { ArchiveFailure, diskFailure } from "./failure";

const isToken = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export class Owner {
  private constructor(
    readonly token: string,
    private readonly file: string,
    private readonly lock: Database,
  ) {}

  /** Takes a new lock beside the archive. */
  static async claim(archivePath: string): Promise<Owner> {
    const token = randomUUID();
    const file = lockFile(archivePath, token);
    const folder = dirname(file);
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw diskFailure(error, `The folder ${folder} cannot be made`);
    });
    const lock = await Database.open(file, { create: true, busyTimeout: 0 });
    await lock.outside((sql) => sql.run("BEGIN EXCLUSIVE"));
    return new Owner(token, file, lock);
  }

  async release() {
    await this.lock.close();
    await remove(this.file);
  }
}

/** Whether the process behind a token has ended. */
export async function isGone(archivePath: string, token: string) {
  // Damage may have made any path of it, and no file but a lock may be opened and deleted.
  if (!isToken.test(token)) return true;
  const file = lockFile(archivePath, token);
  try {
    const lock = await Database.open(file, { create: false, busyTimeout: 0 });
    try {
      await lock.outside((sql) => sql.run("BEGIN EXCLUSIVE"));
    } finally {
      await lock.close();
    }
  } catch (error) {
    if (!(error instanceof ArchiveFailure)) throw error;
    // SQLite looks for the lock before it reads. Where there is none, whatever stands in the place of the
    // file, or nothing, belongs to no process that lives.
    if (error.reason === "SQLITE_BUSY") return false;
  }
  await remove(file);
  return true;
}

/** As far as it can be: a file that stays there does no harm, and a folder is somebody's own. */
async function remove(file: string) {
  for (const each of [file, `${file}-journal`])
    await rm(each, { force: true }).catch(() => undefined);
}

function lockFile(archivePath: string, token: string) {
  return join(dirname(archivePath), "owners", token);
}
