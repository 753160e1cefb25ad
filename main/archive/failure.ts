import { LabFailure, type LabErrorCode } from "../../core/errors";

/** The archive cannot do its work, for a reason outside this program. */
export class ArchiveFailure extends LabFailure {
  /** The driver's word for it, e.g. `SQLITE_FULL`; empty when it is not from the driver. */
  readonly reason: string;

  constructor(
    message: string,
    hint: string,
    reason = "",
    code: LabErrorCode = "archive",
  ) {
    super({ code, message, hint });
    this.name = "ArchiveFailure";
    this.reason = reason;
  }
}

/** What to do about damage: the window has buttons for it. */
export const recovery =
  "You can recover what is readable, or restore a backup: the window of Edge Lab has buttons for both.";
const rights = "Check that your account may read and write the data folder.";

/** What the driver's codes mean, and what to do. `{path}` is the archive file. */
const meanings: Record<
  string,
  [message: string, hint: string, code?: LabErrorCode]
> = {
  SQLITE_FULL: [
    "The disk is full: the archive {path} cannot grow.",
    "Free some space and try again.",
  ],
  SQLITE_READONLY: ["The archive {path} is read-only.", rights],
  SQLITE_PERM: ["The archive {path} may not be opened.", rights],
  SQLITE_CANTOPEN: ["The archive {path} cannot be opened.", rights],
  SQLITE_IOERR: [
    "The disk reported an error while the archive {path} was read or written.",
    "Check the disk.",
  ],
  SQLITE_CORRUPT: [
    "The archive {path} is damaged.",
    recovery,
    "archive-damaged",
  ],
  SQLITE_NOTADB: [
    "The archive {path} is damaged: its first bytes are not those of an archive.",
    recovery,
    "archive-damaged",
  ],
  SQLITE_BUSY: [
    "Another program keeps the archive {path} locked.",
    "Close the other program and try again.",
  ],
};

/** @param what is damaged, e.g. `a piece of loss of run 3` */
export function notAsStored(what: string): ArchiveFailure {
  return new ArchiveFailure(
    `The archive is damaged: ${what} is not as it was stored.`,
    recovery,
    "",
    "archive-damaged",
  );
}

/** Whether a table did not take a row that came out of an archive: it is not as it was stored then. */
export function isRefusedRow(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === "SQLITE_CONSTRAINT" || code === "SQLITE_MISMATCH";
}

/** What was stored until then is rescued by whoever hears of it. */
export function fileTakenAway(path: string): ArchiveFailure {
  return new ArchiveFailure(
    `The archive ${path} was moved, deleted or replaced while it was open.`,
    "Put it back, or restore a backup.",
    "",
    "archive-missing",
  );
}

/**
 * An ArchiveFailure for what the file system refused; anything else stays as it is.
 * @param what the beginning of a sentence, e.g. `The backup cannot be written to /data`
 */
export function diskFailure(error: unknown, what: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new ArchiveFailure(
    `${what} (${code}).`,
    "Make room on the disk, and check that your account may write there.",
  );
}

/** An ArchiveFailure for what the surroundings did; a mistake of this program stays as it is. */
export function archiveFailure(
  error: Error & { code?: string },
  path: string,
): Error {
  const meaning = meanings[codeOf(error)];
  if (!meaning) return error;
  const [message, hint, code] = meaning;
  return new ArchiveFailure(
    message.replace("{path}", path),
    hint,
    error.code,
    code,
  );
}

/**
 * What SQLite calls a mistake in the question is damage here: of the tables that this program asks for,
 * and in the formats that it writes, nothing is missing or unknown otherwise.
 */
function codeOf({ code = "", message }: Error & { code?: string }): string {
  const isDamage = /no such (table|column)|unsupported file format/;
  return isDamage.test(message) ? "SQLITE_CORRUPT" : code;
}
