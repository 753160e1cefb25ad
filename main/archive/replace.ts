/**
 * Puts another file in the place of the archive. Nothing may have it open. Whatever ends the program
 * meanwhile, there is an archive afterwards, the old one or the new one, and the old one is kept.
 */
import {
  copyFile,
  constants,
  link,
  mkdir,
  open,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { backUpFile, fileTime } from "./backups";
import { Database } from "./db";
import { ArchiveFailure } from "./failure";

/** Files that belong to a database, by what follows its name. */
const parts = ["", "-wal", "-shm"];

/** Where the new archive grows before it takes its place. */
export const freshPath = (archivePath: string) => `${archivePath}.new`;

/** The copy of a damaged archive that a recovery works on. */
export const scratchPath = (archivePath: string) => `${archivePath}.scratch`;

/**
 * Keeps an archive that can be read as a backup.
 * @throws ArchiveFailure when another program has it open, or the backup cannot be written
 */
export async function keepAsBackup(archivePath: string): Promise<string> {
  const name = await backUpFile(archivePath, "before-restore");
  await requireAlone(archivePath);
  return name;
}

/**
 * Sets an archive aside with all that belongs to it, byte for byte.
 * @returns the path of its copy `damaged/archive-TIME.db`; null where there is no archive
 */
export async function setAside(archivePath: string): Promise<string | null> {
  const folder = join(dirname(archivePath), "damaged");
  const stem = `${basename(archivePath, ".db")}-${fileTime()}.db`;
  const kept = join(folder, stem);
  if (!(await exists(archivePath))) return null;
  await mkdir(folder, { recursive: true });
  for (const part of parts)
    if (await exists(archivePath + part))
      await linkOrCopy(archivePath + part, kept + part);
  return kept;
}

/** A copy of an archive, and of what belongs to it, that may be changed. */
export async function copyArchive(from: string, to: string) {
  await removeArchive(to);
  for (const part of ["", "-wal"])
    if (await exists(from + part))
      await copyFile(from + part, to + part, constants.COPYFILE_FICLONE);
}

export async function removeArchive(path: string) {
  for (const part of [...parts, "-journal"])
    await rm(path + part, { force: true });
}

/** Lets a file, closed and whole, take the place of the archive. */
export async function putInPlace(fresh: string, archivePath: string) {
  const file = await open(fresh, "r+");
  await file.sync().finally(() => file.close());
  // Of the old one: it would be taken for a part of the new one.
  for (const part of ["-wal", "-shm"])
    await rm(archivePath + part, { force: true });
  await rename(fresh, archivePath);
}

/**
 * Makes sure that no other process has the archive open, by the one change that SQLite makes only then.
 * @throws ArchiveFailure
 */
async function requireAlone(archivePath: string) {
  const row = await Database.visit(archivePath, 1000, (db) =>
    db.outside((sql) =>
      sql.get<{ journal_mode: string }>("PRAGMA journal_mode = DELETE"),
    ),
  );
  if (row?.journal_mode !== "delete") throw inUse(archivePath);
}

function inUse(path: string) {
  return new ArchiveFailure(
    `Another program keeps the archive ${path} open.`,
    "Wait for the command line to end, or close the other program, and try again.",
    "SQLITE_BUSY",
  );
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function linkOrCopy(from: string, to: string) {
  try {
    // At once, and without taking room; the archive is not written to any more.
    await link(from, to);
  } catch {
    await copyFile(from, to);
  }
}
