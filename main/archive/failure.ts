import { LabFailure, type LabErrorCode } from "../../core/contract/errors";

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

const spare =
  "Move the file away to start with an empty archive, or put a copy from the backups folder in its place.";
const rights = "Check that your account may read and write the data folder.";

/** What the driver's codes mean, and what to do. `{path}` is the archive file. */
const meanings: Record<string, [message: string, hint: string]> = {
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
  SQLITE_CORRUPT: ["The archive {path} is damaged.", spare],
  SQLITE_NOTADB: ["The file {path} is not an archive.", spare],
  SQLITE_BUSY: [
    "Another program keeps the archive {path} locked.",
    "Close the other program and try again.",
  ],
};

/** An ArchiveFailure for what the surroundings did; a mistake of this program stays as it is. */
export function archiveFailure(
  error: Error & { code?: string },
  path: string,
): Error {
  const meaning = meanings[error.code ?? ""];
  if (!meaning) return error;
  return new ArchiveFailure(
    meaning[0].replace("{path}", path),
    meaning[1],
    error.code,
  );
}
