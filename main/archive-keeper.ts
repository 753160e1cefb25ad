import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type {
  ArchiveCare,
  ArchiveCheck,
  Backup,
  StartNotice,
} from "../core/contract/care";
import { LabFailure, toLabError, type LabError } from "../core/errors";
import { openArchive } from "./archive/open";
import {
  backUpFile,
  backupsFolder,
  findBackups,
  listBackups,
  requireBackup,
  sweepBackups,
} from "./archive/backups";
import { checkArchive } from "./archive/check";
import { migrations } from "./archive/migrations";
import { ArchiveFailure, diskFailure } from "./archive/failure";
import { recover } from "./archive/recover";
import {
  copyArchive,
  exists,
  freshPath,
  keepAsBackup,
  putInPlace,
  removeArchive,
  scratchPath,
  setAside,
} from "./archive/replace";
import { Lab, type LabOptions } from "./lab";
import type { SessionMark } from "./session-mark";
import * as notices from "./start-notice";

export interface KeeperOptions extends LabOptions {
  /** What is to be done before anybody gets the lab. */
  prepare?: (lab: Lab) => Promise<void>;
  mark: SessionMark;
  /** Lets the window start anew: it shows another archive now. */
  startAnew: () => void;
}

/** Milliseconds. */
const day = 86_400_000;
const lookEvery = 5000;
const backUpAfter = 60_000;

/**
 * Opens the lab when it is first asked for, and looks after its archive: backups, checks, and the way
 * back when it is damaged or gone. What it answers does not need an archive that can be opened.
 */
export class ArchiveKeeper {
  #lab: Promise<Lab> | null = null;
  /** A replacement of the archive that is going on. */
  #replacing: Promise<void> | null = null;
  #lastCheck: ArchiveCheck | null = null;
  #backupProblem: LabError | null = null;
  #notice: StartNotice | null = null;
  /** Whether the failure of the open archive has been dealt with. */
  #failed = false;
  /** Whether damage was found that need not show when the archive is opened. */
  #isSuspect = false;
  /** The closing of a lab whose archive failed. */
  #leaving: Promise<void> | null = null;
  /** A copy that is made of an archive whose file was taken away. */
  #rescue: Promise<void> = Promise.resolve();
  #timers: NodeJS.Timeout[] = [];

  constructor(private readonly options: KeeperOptions) {}

  /**
   * The open lab. After a failure the next request tries again: somebody may have put the file right
   * meanwhile. What was open is not used any more then.
   */
  async lab(): Promise<Lab> {
    await this.#replacing?.catch(() => undefined);
    if (this.#failed) await (this.#leaving ??= this.#leave());
    return (this.#lab ??= this.#open().catch((error: unknown) => {
      this.#lab = null;
      throw error;
    }));
  }

  async archiveCare(): Promise<ArchiveCare> {
    const { archivePath } = this.options;
    return {
      archivePath,
      bytes: await sizeOf(archivePath),
      backups: await listBackups(archivePath),
      lastCheck: this.#lastCheck,
      backupProblem: this.#backupProblem,
    };
  }

  async backUp(): Promise<Backup> {
    const { archivePath } = this.options;
    const name = await backUpFile(archivePath, "by-hand");
    const made = (await listBackups(archivePath)).find((b) => b.name === name);
    if (!made) throw new Error("The backup is not where it was written.");
    return made;
  }

  async deleteBackup(name: string): Promise<void> {
    await rm(await requireBackup(this.options.archivePath, name));
  }

  async checkArchive(): Promise<ArchiveCheck> {
    return (this.#lastCheck = await checkArchive(this.options.archivePath));
  }

  async restoreBackup(name: string): Promise<void> {
    const { archivePath } = this.options;
    const backup = await requireBackup(archivePath, name);
    await this.#replace(async () => {
      const fresh = freshPath(archivePath);
      await copyArchive(backup, fresh);
      // Brings it to the newest version, and shows that it can be read.
      await (await openArchive(fresh, migrations, { backUp: false })).close();
      const kept = await this.#keep();
      await putInPlace(fresh, archivePath);
      return notices.restored(
        (await findBackups(archivePath)).find((b) => b.name === name)?.madeAt ??
          0,
        kept,
      );
    });
  }

  recoverArchive(): Promise<void> {
    const { archivePath } = this.options;
    return this.#replace(async () => {
      const scratch = scratchPath(archivePath);
      const fresh = freshPath(archivePath);
      try {
        await copyArchive(archivePath, scratch);
        const recovery = await recover(scratch, fresh);
        const kept = await setAside(archivePath);
        await putInPlace(fresh, archivePath);
        return notices.recovered(recovery, kept);
      } finally {
        await removeArchive(scratch);
      }
    });
  }

  beginAnew(): Promise<void> {
    const { archivePath } = this.options;
    return this.#replace(async () => {
      const fresh = freshPath(archivePath);
      await (await openArchive(fresh)).close();
      const kept = await setAside(archivePath);
      await putInPlace(fresh, archivePath);
      return notices.begunAnew(kept);
    });
  }

  showArchive(): void {
    this.options.showFile(this.options.archivePath);
  }

  /** After the lab was opened. */
  async startNotice(): Promise<StartNotice | null> {
    await this.lab();
    return this.#notice;
  }

  /** Closes the lab, if it is open, with all that is going in it. The session is at its end. */
  async close(): Promise<void> {
    await this.#replacing?.catch(() => undefined);
    await this.#closeLab();
    this.options.mark.remove();
  }

  async #open(): Promise<Lab> {
    const { mark, prepare, onError } = this.options;
    await this.#sweep();
    this.#failed = false;
    if (this.#isSuspect) await this.#requireHealth();
    const lab = await Lab.open({
      ...this.options,
      archiveFailed: (failure) => this.#archiveFailed(failure),
    });
    this.#notice ??= await notices.ofLastSession(lab.archive, mark.wasLeft);
    // Only once is there something to tell of it.
    if (mark.wasLeft) void this.#checkQuietly();
    mark.set();
    await prepare?.(lab).catch(onError);
    const look = setInterval(() => void lookAt(lab), lookEvery);
    const backUp = () => void this.#backUpIfDue();
    this.#timers = [
      look,
      setTimeout(backUp, backUpAfter),
      setInterval(backUp, day / 24),
    ];
    for (const timer of this.#timers) timer.unref();
    return lab;
  }

  /**
   * What is no longer to be used: the window hears of it at once. Of a file that was taken away a copy
   * is made of what is still open.
   */
  #archiveFailed({ error }: ArchiveFailure) {
    const isMissing = error.code === "archive-missing";
    if (this.#failed || !(isMissing || error.code === "archive-damaged"))
      return;
    this.#failed = true;
    this.#isSuspect = !isMissing;
    const { announce, onError } = this.options;
    onError(error.message);
    if (!isMissing) return announce("archiveFailed", error);
    this.#rescue = Promise.resolve(this.#lab)
      .then((lab) => lab?.archive.backUp("rescued"))
      .then(
        () => announce("archiveFailed", { ...error, hint: notices.rescued }),
        (thrown: unknown) => {
          onError(thrown);
          announce("archiveFailed", error);
        },
      );
  }

  /**
   * Closes the lab, lets the archive be replaced, and lets the window start anew.
   * @param work answers with what to tell the person afterwards
   * @throws LabFailure `busy` while a run is going in an archive that works
   */
  async #replace(work: () => Promise<StartNotice>): Promise<void> {
    if (this.#replacing)
      throw new LabFailure({
        code: "busy",
        message: "The archive is already being replaced.",
      });
    const lab = await this.#lab?.catch(() => null);
    if (lab?.isBusy && !this.#failed)
      throw new LabFailure({
        code: "busy",
        message: "A run or an analysis is still going.",
        hint: "Stop it or wait for its end, then replace the archive.",
      });
    this.#replacing = (async () => {
      await this.#closeLab();
      await this.#sweep();
      this.#notice = await work();
      this.#lastCheck = null;
      this.#isSuspect = false;
    })();
    try {
      await this.#replacing;
    } catch (error) {
      const { archivePath } = this.options;
      throw diskFailure(error, `The archive ${archivePath} was not replaced`);
    } finally {
      await this.#sweep();
      this.#replacing = null;
    }
    this.options.startAnew();
  }

  /** Takes away what is left of work that did not come to its end. */
  async #sweep() {
    const { archivePath } = this.options;
    await sweepBackups(archivePath);
    for (const left of [freshPath(archivePath), scratchPath(archivePath)])
      await removeArchive(left).catch(() => undefined);
  }

  /** Keeps the archive that is to be replaced: as a backup, or set aside when it cannot be read. */
  async #keep(): Promise<string | null> {
    const { archivePath } = this.options;
    if (!(await exists(archivePath))) return null;
    try {
      return join(backupsFolder(archivePath), await keepAsBackup(archivePath));
    } catch (error) {
      const code = toLabError(error).code;
      if (code !== "archive-damaged") throw error;
      return setAside(archivePath);
    }
  }

  async #leave() {
    await this.#closeLab().catch(this.options.onError);
    this.#leaving = null;
  }

  /** @throws LabFailure `archive-damaged` */
  async #requireHealth() {
    const { problems } = await this.checkArchive();
    if (problems.length > 0) throw new LabFailure(notices.damaged(problems));
    this.#isSuspect = false;
  }

  async #closeLab() {
    for (const timer of this.#timers) clearTimeout(timer);
    const lab = await this.#lab?.catch(() => null);
    await lab?.archive.requirePresent().catch(() => undefined);
    await this.#rescue;
    this.#lab = null;
    await lab?.close();
  }

  async #checkQuietly() {
    const { announce, onError } = this.options;
    try {
      const { problems } = await this.checkArchive();
      if (problems.length === 0 || this.#failed) return;
      this.#failed = true;
      this.#isSuspect = true;
      announce("archiveFailed", notices.damaged(problems));
    } catch (error) {
      onError(error);
    }
  }

  /** Once a day, when something has changed since the last backup. */
  async #backUpIfDue() {
    const { archivePath, onError } = this.options;
    try {
      const now = Date.now();
      const backups = await findBackups(archivePath);
      // After the clock was set back, those of the future say nothing of the last change.
      const last = backups.find(({ madeAt }) => madeAt <= now);
      const made = last?.madeAt ?? -Infinity;
      if (now - made < day) return;
      if ((await lastChange(archivePath)) < made) return;
      await backUpFile(archivePath, "automatic");
      this.#backupProblem = null;
    } catch (error) {
      this.#backupProblem = toLabError(error);
      onError(error);
      if (error instanceof ArchiveFailure) this.#archiveFailed(error);
    }
  }
}

/** Notices an archive that was taken away, and runs of the command line that were killed. */
async function lookAt(lab: Lab) {
  try {
    await lab.archive.requirePresent();
    await lab.runs.interruptAbandoned();
  } catch {
    // A failure of the archive is heard by whoever hears of all of them.
  }
}

/** The archive and its log on the disk; null for one that is not there. */
function filesOf(archivePath: string) {
  return Promise.all(
    [archivePath, `${archivePath}-wal`].map((path) =>
      stat(path).catch(() => null),
    ),
  );
}

/** Bytes of the archive and of its log; null where there is no archive. */
async function sizeOf(archivePath: string): Promise<number | null> {
  const [archive, log] = await filesOf(archivePath);
  return archive && archive.size + (log?.size ?? 0);
}

/** Milliseconds since 1970 of the last write. */
async function lastChange(archivePath: string): Promise<number> {
  const files = await filesOf(archivePath);
  return Math.max(...files.map((file) => file?.mtimeMs ?? 0));
}
