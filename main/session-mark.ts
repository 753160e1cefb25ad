import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A file that exists while the lab is open: one that is found when the lab opens shows that the
 * last session did not come to its end.
 */
export class SessionMark {
  readonly #path: string;
  /** Whether the last session left it. */
  wasLeft: boolean;

  constructor(folder: string) {
    this.#path = join(folder, "session");
    this.wasLeft = existsSync(this.#path);
  }

  set() {
    this.wasLeft = false;
    try {
      writeFileSync(this.#path, `${new Date().toISOString()}\n`);
    } catch {
      // The folder cannot be written; the window says so already.
    }
  }

  remove() {
    try {
      rmSync(this.#path, { force: true });
    } catch {
      // As above.
    }
  }
}
