import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runInForeground } from "../run/foreground.mjs";
import { onExit } from "../setup/cleanup.mjs";
import { ofVitest } from "./summary.mjs";

/**
 * Runs Vitest and counts.
 * @param {string} name the phase's, for a failure without a failed test
 * @param {string} project
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runVitest(name, project, args, env = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "edge-lab-count-"));
  const forget = onExit.removing(folder);
  const report = path.join(folder, "report.json");
  const vitest = path.join(project, "node_modules", "vitest", "vitest.mjs");
  const counter = fileURLToPath(new URL("reporter.mjs", import.meta.url));
  const reporters = ["--reporter=default", `--reporter=${counter}`];
  try {
    const status = await runInForeground(
      process.execPath,
      [vitest, "run", ...reporters, ...args],
      {
        cwd: project,
        env: { ...process.env, ...env, EDGE_LAB_TEST_REPORT: report },
        stdio: ["ignore", "inherit", "inherit"],
      },
    );
    const written = fs.existsSync(report)
      ? fs.readFileSync(report, "utf8")
      : undefined;
    return ofVitest(name, written && JSON.parse(written), status);
  } finally {
    forget();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The words to add to a caller's own for Vitest, and whether windows may be opened by what they
 * select. Benchmarks run only when asked for by name.
 * @param {string[]} args
 */
export function selection(args) {
  const text = args.join(" ");
  const projects = [...text.matchAll(/--project[= ](\S+)/g)].map(
    (match) => match[1],
  );
  const windows =
    projects.length === 0 ||
    projects.some((name) => /e2e|torture|[*!]/.test(name));
  return {
    args: projects.length === 0 ? ["--project=!bench", ...args] : args,
    windows,
  };
}
