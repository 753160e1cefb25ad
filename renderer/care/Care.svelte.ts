import type { ArchiveCare } from "../../core/contract/care";
import type { Lab } from "../lib/api";
import { Task } from "../lib/task.svelte";
import { dateAndTime } from "../lib/format";
import { backupWords } from "./words";

/** What is being done. */
export type CareWork = "back-up" | "check" | "delete" | "restore" | "recover";

/** What is to be confirmed before it is done. */
export type Question =
  { work: "delete" | "restore"; name: string } | { work: "recover" };

/** Looks after the archive while the lab is open: backups, checks, and what was found. */
export class Care {
  now = $state.raw<ArchiveCare | null>(null);
  working = $state<CareWork | null>(null);
  asking = $state.raw<Question | null>(null);
  /** What came of the last piece of work, in a sentence. */
  news = $state.raw<string | null>(null);
  readonly task = new Task();

  constructor(private readonly lab: Lab) {}

  /** Begins afresh when the sheet is opened; what is being done goes on. */
  open() {
    this.asking = null;
    if (this.working) return Promise.resolve();
    this.news = null;
    return this.task.run(() => this.#look());
  }

  backUp() {
    return this.#work("back-up", async () => {
      const made = await this.lab.archive.backUp();
      return `Backed up. ${backupWords(made)}.`;
    });
  }

  check() {
    return this.#work("check", async () => {
      await this.lab.archive.check();
      return null;
    });
  }

  /** Asks, or takes the question back. */
  ask(question: Question) {
    this.task.failure = null;
    this.asking = this.isAsking(question) ? null : question;
  }

  isAsking(question: Question): boolean {
    const { asking } = this;
    return (
      asking?.work === question.work && nameIn(asking) === nameIn(question)
    );
  }

  /** Does what was asked. After a restore or a recovery main lets the window start anew. */
  confirm() {
    const { asking } = this;
    if (!asking) return Promise.resolve();
    return this.#work(asking.work, async () => {
      if (asking.work === "recover") await this.lab.archive.recover();
      else if (asking.work === "restore")
        await this.lab.archive.restoreBackup(asking.name);
      else await this.lab.archive.deleteBackup(asking.name);
      this.asking = null;
      return asking.work === "delete" ? this.#deleted(asking.name) : null;
    });
  }

  show() {
    return this.task.run(() => this.lab.archive.show());
  }

  #deleted(name: string): string {
    const backup = this.now?.backups.find((each) => each.name === name);
    return backup
      ? `Deleted the backup of ${dateAndTime(backup.madeAt)}.`
      : "Deleted.";
  }

  async #look() {
    this.now = await this.lab.archive.care();
  }

  /** One piece of work at a time. @param work answers with what came of it */
  async #work(work: CareWork, doIt: () => Promise<string | null>) {
    if (this.working) return;
    this.working = work;
    this.news = null;
    await this.task.run(async () => {
      try {
        this.news = await doIt();
      } finally {
        await this.#look();
      }
    });
    this.working = null;
  }
}

function nameIn(question: Question): string | null {
  return question.work === "recover" ? null : question.name;
}
