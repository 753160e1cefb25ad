/** The forecast of each preset beside its run, both by the command line in a process of its own. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { analysisLimit } from "../../../core/experiment/analysis-limit";
import {
  costsOf,
  timedRows,
  type Span,
} from "../../../core/experiment/forecast";
import { isNetwork, type ExperimentSpec } from "../../../core/experiment/spec";
import { presets } from "../../../core/experiment/presets";
import { readCapsule } from "../../../core/export/capsule";
import type { ResultFile } from "../../../core/export/result-file";
import { durationRange } from "../../../core/text/duration-range";
import { extentOfRun, forecastAnalysis } from "../../../core/theory/duration";
import { makeHome, removeHome } from "../../e2e/lab";
import { printTable } from "../measure";

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

/** Where its edge is close to the start, so that an analysis of a large network need not go far. */
function short(spec: ExperimentSpec, stepSize: number): ExperimentSpec {
  return { ...spec, steps: 51, optimizer: { ...spec.optimizer, stepSize } };
}

test(
  "the forecast of an analysis is within a factor of 2 of it on each preset that has one",
  { timeout: 3_600_000 },
  async () => {
    const home = await makeHome();
    const lab = (...args: string[]) => {
      const began = performance.now();
      spawnSync(process.execPath, [resolve("out/main/cli.js"), ...args], {
        env: { ...process.env, EDGE_LAB_HOME: home },
        maxBuffer: 2 ** 30,
      });
      return (performance.now() - began) / 1000;
    };
    const run = (spec: ExperimentSpec) => {
      const file = join(home, "spec.json");
      const out = join(home, "result.json");
      writeFileSync(file, JSON.stringify(spec));
      lab("run", file, "--out", out);
      const [{ summary, engine, records }] = readCapsule(
        readFileSync(out, "utf8"),
      );
      if (!engine) throw new Error("The run did not begin.");
      return { out, summary, engine, records };
    };
    const rows: [string, string, Span, number, number][] = [];
    try {
      for (const { id, spec } of presets
        .toReversed()
        .filter(
          ({ spec }) => isNetwork(spec) && !analysisLimit(spec)?.isWhole,
        )) {
        const isLarge = spec.data?.source === "mnist";
        const first = isLarge ? run(short(spec, 0.001)) : run(spec);
        const sharpness = first.summary.finalSharpness ?? NaN;
        const { out, summary, engine, records } = isLarge
          ? run(short(spec, 2 / sharpness))
          : first;
        const [from, steps] = isLarge ? [10, 5] : [null, 240];
        for (const flows of [false, true]) {
          const wanted = {
            from: from ?? ("crossing" as const),
            steps,
            kick: 0,
            flows,
          };
          const seconds = forecastAnalysis(
            extentOfRun(
              { spec, summary, fork: null, kept: { steps: [] } },
              wanted,
              engine.parameters,
            ),
            costsOf(timedRows(records.steps, records.spectrum)),
          );
          if (!seconds) throw new Error(`There is no forecast of ${id}.`);
          // The machine may be busy: the least of its times, where that is no long wait.
          const took = Math.min(
            ...Array.from({ length: isLarge ? 1 : 3 }, () =>
              lab(
                ...["analyze", out, "--from", String(wanted.from)],
                ...["--steps", String(steps)],
                ...(flows ? [] : ["--no-flows"]),
              ),
            ),
          );
          const ratio = Math.sqrt(seconds.low * seconds.high) / took;
          rows.push([id, flows ? "with" : "without", seconds, took, ratio]);
        }
      }
    } finally {
      await removeHome(home);
      printTable([
        ["preset", "flows", "forecast", "took, s", "forecast ÷ analysis"],
        ...rows.map(([id, flows, seconds, took, ratio]) => [
          id,
          flows,
          `${seconds.low.toFixed(1)} to ${seconds.high.toFixed(1)} s`,
          took,
          ratio,
        ]),
      ]);
    }
    for (const [id, flows, , , ratio] of rows)
      expect(Math.abs(Math.log2(ratio)), `${id} ${flows} flows`).toBeLessThan(
        1,
      );
  },
);
