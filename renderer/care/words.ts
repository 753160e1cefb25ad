/** Backups and what became of them, in words. */
import {
  keptBackups,
  type ArchiveCheck,
  type Backup,
  type BackupReason,
} from "../../core/contract/care";
import { count, counted, dateAndTime, fileSize, moment } from "../lib/format";

export const reasonWords: Record<BackupReason, string> = {
  automatic: "Daily",
  "by-hand": "By hand",
  "before-update": "Before an update",
  "before-restore": "Before a restore",
  rescued: "Rescued",
};

/** "214 runs"; said as well when nobody can read them. */
export function runsWords({ runs }: Backup): string {
  return runs === null ? "Cannot be read" : counted(runs, "run");
}

/** "24 Nov 2026, 18:02: 214 runs, 12.3 MB" */
export function backupWords(backup: Backup): string {
  return `${dateAndTime(backup.madeAt)}: ${runsWords(backup)}, ${fileSize(backup.bytes)}`;
}

/** Backups that can take the place of the archive, in the order given. */
export function readable(backups: Backup[]): Backup[] {
  return backups.filter(({ runs }) => runs !== null);
}

export function checkSentence(check: ArchiveCheck): string {
  const { runs, pieces, problems, checkedAt } = check;
  const when = `checked ${moment(checkedAt)}`;
  return problems.length === 0
    ? `No problems found: ${counted(runs, "run")} and ${count(pieces)} parts of series, ${when}.`
    : `Something is damaged, ${when}:`;
}

/** When backups are made without being asked for, and how long they are kept. */
export const automaticSentence = `Edge Lab makes backups automatically: once a day if it is open and something has changed, and before each update and each restore. It keeps the newest ${keptBackups.automatic} daily ones, the newest ${keptBackups["before-update"]} from before an update, and the newest ${keptBackups["before-restore"]} of each other kind. Backups that you make yourself are kept until you delete them.`;
