import { inspect } from "node:util";
import { Worker } from "node:worker_threads";

/** Ends the process, saying what it was at: an endless loop cannot be interrupted from within. */
const program = `
const { parentPort } = require("node:worker_threads");
const { writeSync } = require("node:fs");
let work = null;
parentPort.on("message", (message) => (work = message && { ...message, since: Date.now() }));
setInterval(() => {
  if (!work || Date.now() - work.since < work.limit) return;
  writeSync(2, "\\nIt hangs: " + work.what + "\\n");
  process.kill(process.pid, "SIGKILL");
}, 250);
`;

/** Watches one piece of work after the other from a thread of its own. */
export class Watchdog {
  readonly #worker = new Worker(program, { eval: true });

  /** @param limit milliseconds */
  begin(what: string, limit: number) {
    this.#worker.postMessage({ what, limit });
  }

  end() {
    this.#worker.postMessage(null);
  }

  async close() {
    await this.#worker.terminate();
  }
}

/** An input in few words. */
export function preview(input: unknown): string {
  const options = { depth: 6, maxStringLength: 300, maxArrayLength: 20 };
  return inspect(input, options).slice(0, 2000);
}
