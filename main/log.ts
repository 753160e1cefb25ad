import { appendFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";

/** Bytes after which a new file is begun. One old file is kept. */
const sizeLimit = 1_000_000;

/** What went wrong or is worth knowing afterwards, in `edge-lab.log`. Never fails itself. */
export class Log {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, "edge-lab.log");
  }

  /** Adds an entry with its time. @param what text, or an error with its stack */
  write(what: unknown) {
    const text = typeof what === "string" ? what.trimEnd() : inspect(what);
    try {
      this.#rotate();
      appendFileSync(this.#path, `${new Date().toISOString()} ${text}\n`);
    } catch {
      // There is no place left to complain to.
    }
  }

  #rotate() {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > sizeLimit) renameSync(this.#path, `${this.#path}.1`);
  }
}
