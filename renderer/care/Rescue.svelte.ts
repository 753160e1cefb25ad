import type { ArchiveCare, Backup } from "../../core/contract/care";
import type { LabError } from "../../core/errors";
import type { Lab } from "../lib/api";
import { Task } from "../lib/task.svelte";
import { readable } from "./words";

/** What is being done about it. */
export type Remedy = "recover" | "restore" | "begin-anew" | "retry";

/** The way back when there is no archive to work with: what is offered, and what is being done. */
export class Rescue {
  error: LabError = $state.raw({ code: "archive", message: "" });
  care = $state.raw<ArchiveCare | null>(null);
  working = $state<Remedy | null>(null);
  /** The last remedy. */
  readonly task = new Task();
  /** How often it was tried again in vain. */
  vain = $state(0);
  /** Whether a backup is being chosen, and which one. */
  picking = $state(false);
  picked = $state<string | null>(null);
  readonly #lab: Lab;
  readonly #retry: () => Promise<void>;

  /** @param retry opens the lab again, and tells `meet` when it fails; never rejects */
  constructor(lab: Lab, error: LabError, retry: () => Promise<void>) {
    this.#lab = lab;
    this.#retry = retry;
    this.error = error;
  }

  /** Looks for backups, and where the archive is. */
  look() {
    return this.task.run(async () => {
      this.care = await this.#lab.archive.care();
      this.picked ??= this.newest?.name ?? null;
    });
  }

  /** It still cannot be opened, perhaps for another reason. */
  meet(error: LabError) {
    this.error = error;
    return this.look();
  }

  /** Backups that can take the place of the archive, the newest first. */
  get backups(): Backup[] {
    return readable(this.care?.backups ?? []);
  }

  get newest(): Backup | undefined {
    return this.backups.at(0);
  }

  recover() {
    return this.#work("recover", () => this.#lab.archive.recover());
  }

  restore(name = this.picked) {
    if (name === null) return Promise.resolve();
    return this.#work("restore", () => this.#lab.archive.restoreBackup(name));
  }

  beginAnew() {
    return this.#work("begin-anew", () => this.#lab.archive.beginAnew());
  }

  async tryAgain() {
    if (this.working) return;
    this.working = "retry";
    this.task.failure = null;
    await this.#retry();
    this.working = null;
    this.vain++;
  }

  show() {
    return this.task.run(() => this.#lab.archive.show());
  }

  /** After success main lets the window start anew: until then the buttons stay as they are. */
  async #work(remedy: Exclude<Remedy, "retry">, work: () => Promise<void>) {
    if (this.working) return;
    this.working = remedy;
    if (!(await this.task.run(work))) this.working = null;
  }
}
