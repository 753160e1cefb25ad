/** Backups for tests. */
import type { ArchiveCare, Backup } from "../../../core/contract/care";

export function backup(changes: Partial<Backup> = {}): Backup {
  const madeAt = changes.madeAt ?? Date.UTC(2026, 10, 24, 12);
  return {
    name: `archive-${madeAt}.db`,
    madeAt,
    reason: "automatic",
    bytes: 12_300_000,
    runs: 214,
    ...changes,
  };
}

export function careOf(...backups: Backup[]): ArchiveCare {
  return {
    archivePath: "/lab/archive.db",
    bytes: 4096,
    backups,
    lastCheck: null,
    backupProblem: null,
  };
}
