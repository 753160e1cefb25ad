/** The forecast of each preset beside its run, both by the command line in a process of its own. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import type { Span } from "../../core/experiment/forecast";
import { presets } from "../../core/experiment/presets";
import type { ResultFile } from "../../core/export/result-file";
import { durationRange } from "../../core/text/duration-range";
import { makeHome, removeHome } from "../e2e/lab";
import { printTable } from "./measure";

test(
  "the forecast of each preset is within a factor of 2 of its run",
  { timeout: 3_600_000 },
  async () => {
    const home = await makeHome();
    const lab = (command: string, file: string) => {
      // A run that diverges ends with 3 and prints its numbers all the same.
      const { stdout } = spawnSync(
        process.execPath,
        [resolve("out/main/cli.js"), command, file, "--json"],
        { env: { ...process.env, EDGE_LAB_HOME: home }, maxBuffer: 2 ** 30 },
      );
      return JSON.parse(stdout.toString()) as unknown;
    };
    try {
      const rows = presets.map(({ id, spec }) => {
        const file = join(home, `${id}.json`);
        writeFileSync(file, JSON.stringify(spec));
        const { seconds } = lab("forecast", file) as { seconds: Span };
        const { result } = lab("run", file) as ResultFile;
        const took = result.summary.seconds;
        // The middle of the range against what it took.
        const ratio = Math.sqrt(seconds.low * seconds.high) / took;
        return { id, seconds, took, ratio };
      });
      printTable([
        ["preset", "forecast", "took, s", "forecast ÷ run (goal 0.5 to 2)"],
        ...rows.map(({ id, seconds, took, ratio }) => [
          id,
          durationRange(seconds),
          took,
          ratio,
        ]),
      ]);
      // A tenth of a second more or less is none that anybody waits for.
      for (const { id, seconds, took, ratio } of rows)
        if (Math.max(took, seconds.high) > 0.1)
          expect(Math.abs(Math.log2(ratio)), id).toBeLessThan(1);
    } finally {
      await removeHome(home);
    }
  },
);
