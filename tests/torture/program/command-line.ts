import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { RowCounts } from "../../../main/archive/tails";
import type { Acknowledged } from "./lab-process";

/** The command line as built, with a quick clock, working on an archive. */
export function commandLine(
  program: string,
  archivePath: string,
  args: string[],
) {
  const clock = pathToFileURL(join(program, "fast-clock.mjs")).href;
  const child = spawn(
    process.execPath,
    [resolve("out/main/cli.js"), ...args, "--archive", archivePath],
    // For its engine process, too.
    { env: { ...process.env, NODE_OPTIONS: `--import=${clock}` } },
  );
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  child.stdout.resume();
  return {
    ended: new Promise<number | null>((done) => child.on("close", done)),
    kill: () => child.kill("SIGKILL"),
    /** A line of progress with a loss says that the steps up to there are stored. */
    acknowledged(): Acknowledged {
      const last = [...said.matchAll(/ (\d+)\/\d+ · loss [^–].*\n/g)].at(-1);
      const rows = new Map<number, RowCounts>();
      if (last)
        rows.set(1, {
          steps: Number(last[1]) + 1,
          spectrum: 0,
          test: 0,
          batch: 0,
          batchSteps: 0,
        });
      return { rows, statuses: new Map() };
    },
  };
}
