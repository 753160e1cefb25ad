/**
 * Copies of the archive in the folder `backups` beside it. A copy gets its name when it is whole, on
 * the disk and tried: a file with such a name is a good one, whatever ended the program meanwhile.
 */
import { randomUUID } from "node:crypto";
import {
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  statfs,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  keptBackups,
  type Backup,
  type BackupReason,
} from "../../core/contract/care";
import { LabFailure } from "../../core/errors";
import { Database, type Reader } from "./db";
import { ArchiveFailure, diskFailure } from "./failure";

/** What follows the name of the archive: version, time, reason, a mark of its own. */
const naming = RegExp(
  String.raw`^-v\d+-(\d{8}T\d{9}Z)(?:-(${Object.keys(keptBackups).join("|")}))?(?:-[0-9a-f]{8})?\.db$`,
);

export function backupsFolder(archivePath: string): string {
  return join(dirname(archivePath), "backups");
}

/**
 * Backups as the names of their files tell, the newest first. None where there is no folder.
 * Names of earlier versions give no reason: they were made before an update.
 */
export async function findBackups(
  archivePath: string,
): Promise<Omit<Backup, "bytes" | "runs">[]> {
  const stem = basename(archivePath, ".db");
  const files = await readdir(backupsFolder(archivePath)).catch(() => []);
  return files
    .filter((file) => file.startsWith(stem))
    .flatMap((file) => {
      const [, time, reason = "before-update"] =
        naming.exec(file.slice(stem.length)) ?? [];
      if (time === undefined) return [];
      const madeAt = timeOf(time);
      return [{ name: file, madeAt, reason: reason as BackupReason }];
    })
    .sort((a, b) => b.madeAt - a.madeAt || (a.name < b.name ? 1 : -1));
}

/** The same with what is in them. */
export async function listBackups(archivePath: string): Promise<Backup[]> {
  const backups: Backup[] = [];
  for (const found of await findBackups(archivePath)) {
    const path = join(backupsFolder(archivePath), found.name);
    const file = await stat(path).catch(() => null);
    if (file)
      backups.push({ ...found, bytes: file.size, runs: await countRuns(path) });
  }
  return backups;
}

/**
 * The path of a backup that a request names.
 * @throws LabFailure `not-found`; a name cannot lead anywhere else
 */
export async function requireBackup(
  archivePath: string,
  name: string,
): Promise<string> {
  const known = await findBackups(archivePath);
  if (known.some((backup) => backup.name === name))
    return join(backupsFolder(archivePath), name);
  throw new LabFailure({
    code: "not-found",
    message: `There is no backup "${name}".`,
    hint: "It may have been deleted meanwhile.",
  });
}

/**
 * Makes a backup, and deletes the oldest ones of its kind beyond the number that is kept.
 * @param db an open archive; nobody who writes to it through another connection has to wait
 * @returns its file name
 * @throws ArchiveFailure when the archive cannot be read or the copy cannot be written
 */
export async function makeBackup(
  db: Database,
  reason: BackupReason,
): Promise<string> {
  const folder = backupsFolder(db.path);
  const mark = randomUUID().slice(0, 8);
  const temporary = join(folder, `${basename(db.path)}.${mark}.tmp`);
  const time = fileTime();
  let name: string;
  try {
    await mkdir(folder, { recursive: true });
    await requireRoom(db.path, folder);
    await db.outside((sql) => sql.run("VACUUM INTO ?", [temporary]));
    const stem = basename(db.path, ".db");
    const version = await tryCopy(temporary);
    name = `${stem}-v${version}-${time}-${reason}-${mark}.db`;
    await flush(temporary);
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw diskFailure(error, `The backup cannot be written to ${folder}`);
  }
  await rotate(db.path, reason, name);
  return name;
}

/** The same of an archive that is not open here. */
export async function backUpFile(
  archivePath: string,
  reason: BackupReason,
): Promise<string> {
  return Database.visit(archivePath, 10_000, (db) => makeBackup(db, reason));
}

/**
 * Takes away what a process left that was killed over a backup. What is younger than an hour may be
 * the work of a process that lives.
 */
export async function sweepBackups(archivePath: string) {
  const folder = backupsFolder(archivePath);
  const files = await readdir(folder).catch(() => []);
  for (const file of files.filter((name) =>
    /\.db\.[0-9a-f]{8}\.tmp(-journal)?$/.test(name),
  )) {
    const path = join(folder, file);
    const age =
      Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? 0);
    if (age > 3_600_000) await rm(path, { force: true }).catch(() => undefined);
  }
}

/** A time in a file name: `20250131T235959999Z`. Two processes may take the same millisecond. */
export function fileTime(): string {
  return new Date().toISOString().replace(/[-:.]/g, "");
}

function timeOf(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(text);
  const [year, month, ...rest] = (parts ?? []).slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

/** A copy that fills the disk would take the room that a run needs. */
async function requireRoom(archivePath: string, folder: string) {
  const { bavail, bsize } = await statfs(folder);
  // The file of an archive that is open may have been taken away.
  const size = (await stat(archivePath).catch(() => null))?.size ?? 0;
  if (bavail * bsize < size * 1.1 + 10_000_000)
    throw new ArchiveFailure(
      `There is no room for a backup of ${Math.ceil(size / 1e6)} MB in ${folder}.`,
      "Make room on the disk, or delete old backups.",
      "SQLITE_FULL",
    );
}

/** @returns its version @throws ArchiveFailure when the copy is not what it should be */
async function tryCopy(path: string): Promise<number> {
  const { check, header } = await read(path, async (sql) => ({
    check: await sql.get<{ quick_check: string }>("PRAGMA quick_check(1)"),
    header: await sql.get<{ user_version: number }>("PRAGMA user_version"),
  }));
  if (check?.quick_check === "ok" && header) return header.user_version;
  throw new ArchiveFailure(
    "The backup was not written correctly: the file on the disk differs from what was written.",
    "Check the disk.",
  );
}

async function flush(path: string) {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function countRuns(path: string): Promise<number | null> {
  const row = await read(path, (sql) =>
    sql.get<{ runs: number }>(`SELECT count(*) AS runs FROM runs`),
  ).catch(() => null);
  return row?.runs ?? null;
}

function read<T>(path: string, work: (sql: Reader) => Promise<T>): Promise<T> {
  return Database.visit(path, 0, (db) => db.outside(work));
}

async function rotate(archivePath: string, reason: BackupReason, made: string) {
  const all = await findBackups(archivePath);
  const others = all.filter((b) => b.reason === reason && b.name !== made);
  for (const { name } of others.slice(keptBackups[reason] - 1))
    await rm(join(backupsFolder(archivePath), name), { force: true });
}
