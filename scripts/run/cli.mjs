import path from "node:path";
import { pathToFileURL } from "node:url";

/** Takes seconds in float64, where the first preset takes hours. */
export const QUICK_PRESET = "chebyshev";

/** Two signals closer than this are one Ctrl-C. */
const ECHO_MS = 500;

/**
 * Runs the command line of the lab in this process, so that its output, signals and exit status
 * are this program's own.
 * @param {string} project
 * @param {string[]} args
 */
export async function runCli(project, args) {
  const cli = path.join(project, "out", "main", "cli.js");
  process.argv = [process.argv[0], cli, ...args];
  dropEchoedInterrupts();
  await import(pathToFileURL(cli).href);
}

/**
 * A terminal sends Ctrl-C to npm and to this process; npm then sends it on to this process. The
 * second one must not pass for an impatient user's.
 * @param {import("node:events").EventEmitter} emitter
 */
export function dropEchoedInterrupts(emitter = process, now = Date.now) {
  const emit = emitter.emit;
  let last = -Infinity;
  emitter.emit = /** @type {typeof emit} */ (
    (event, ...args) => {
      if (event === "SIGINT") {
        const echo = now() - last < ECHO_MS;
        last = now();
        if (echo) return true;
      }
      return Reflect.apply(emit, emitter, [event, ...args]);
    }
  );
}
