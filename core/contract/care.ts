/** What keeps the archive safe: backups, checks, and the way back after damage. */
import type { LabError } from "../errors";

/** The tag of a run that came out of a damaged archive only in part; its notes say what is missing. */
export const recoveredTag = "recovered";

/** Why a backup was made. */
export type BackupReason =
  /** Once a day while the lab is open, when something has changed. */
  | "automatic"
  /** A person asked for it. */
  | "by-hand"
  /** Before a new version of the lab changed the tables. */
  | "before-update"
  /** The archive as it was before a backup was put in its place. */
  | "before-restore"
  /** Written from the open database after its file was removed. */
  | "rescued";

/** How many of each kind are kept; those a person asked for stay until a person deletes them. */
export const keptBackups: Record<BackupReason, number> = {
  automatic: 7,
  "by-hand": Infinity,
  "before-update": 10,
  "before-restore": 5,
  rescued: 5,
};

/** A copy of the archive in the folder `backups` beside it. */
export interface Backup {
  /** Its file name, by which requests name it. */
  name: string;
  /** Milliseconds since 1970, UTC. */
  madeAt: number;
  reason: BackupReason;
  bytes: number;
  /** Runs in it; null when it cannot be read. */
  runs: number | null;
}

/** What an examination of the archive found. */
export interface ArchiveCheck {
  /** Milliseconds since 1970, UTC. */
  checkedAt: number;
  runs: number;
  /** Pieces of series and checkpoints whose checksums were compared. */
  pieces: number;
  /** One sentence each; none when all is well. At most 100. */
  problems: string[];
}

/** What there is to know of the archive's safety, also when it cannot be opened. */
export interface ArchiveCare {
  archivePath: string;
  /** Size of the archive; null when there is no such file. */
  bytes: number | null;
  /** The newest first. */
  backups: Backup[];
  /** The last check since the lab was opened. */
  lastCheck: ArchiveCheck | null;
  /** Why the last automatic backup could not be made; null when it could. */
  backupProblem: LabError | null;
}

/** What a person should know of the last session when the lab opens. */
export interface StartNotice {
  /** One or two sentences. */
  message: string;
  /** The runs that it speaks of, e.g. those that were interrupted. */
  runs: number[];
}
