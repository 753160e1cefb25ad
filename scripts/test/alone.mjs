import { PROJECT } from "../project.mjs";
import { buildIfStale } from "../run/build.mjs";
import { setup } from "../setup.mjs";
import { fail, Problem } from "../setup/problem.mjs";
import { closingLines } from "./summary.mjs";
import { runVitest } from "./vitest.mjs";
import { withDisplay } from "./xvfb.mjs";

/**
 * Runs one project of the tests that opens windows and is no part of `npm test` as it is, and counts.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string[]} [words] for Vitest
 */
export async function runAlone(name, env = {}, words = process.argv.slice(2)) {
  const args = [`--project=${name}`, ...words];
  try {
    const { windows, advice } = await setup();
    if (!windows) throw new Problem(/** @type {string} */ (advice));
    await buildIfStale(PROJECT, process.stdout);
    const outcome = await withDisplay((display) =>
      runVitest(name, PROJECT, args, { ...display, ...env }),
    );
    const { lines, good } = closingLines([outcome]);
    process.exitCode = good ? 0 : 1;
    process.stdout.write(`\n${lines.join("\n")}\n`);
  } catch (error) {
    fail(error);
  }
}
