/** `npm test`: every check and every test there is, and one line that counts them. */
import { PROJECT } from "./project.mjs";
import { buildIfStale } from "./run/build.mjs";
import { runInForeground } from "./run/foreground.mjs";
import { setup } from "./setup.mjs";
import { npm } from "./setup/npm.mjs";
import { fail, Problem } from "./setup/problem.mjs";
import { closingLines, single } from "./test/summary.mjs";
import { runVitest, selection } from "./test/vitest.mjs";
import { withDisplay } from "./test/xvfb.mjs";

const UNIT_TESTS = ["core", "main", "renderer", "toys", "scripts"].map(
  (name) => `--project=${name}`,
);

const args = process.argv.slice(2);
let interrupted = false;
process.on("SIGINT", () => (interrupted = true));

const { windows, advice } = await setup().catch(fail);

/** @typedef {(title: string) => Promise<import("./test/summary.mjs").Outcome>} Phase */

/** @returns {Phase} */
const script = (/** @type {string} */ name) => async (title) => {
  const { command, args } = npm("run", "--silent", name);
  const status = await runInForeground(command, args, {
    cwd: PROJECT,
    stdio: ["ignore", "inherit", "inherit"],
    shell: command.endsWith(".cmd"),
  });
  return single(title, status === 0);
};

/** @type {Phase} */
async function build(title) {
  await buildIfStale(PROJECT, process.stdout);
  return single(title, true);
}

/** @returns {Phase} */
const inWindows = (/** @type {string[]} */ args) => async (title) => {
  if (!windows) throw new Problem(/** @type {string} */ (advice));
  return withDisplay((env) => runVitest(title, PROJECT, args, env));
};

/** @returns {Record<string, Phase>} */
function everything() {
  return {
    lint: script("lint"),
    check: script("check"),
    build,
    "unit tests": (title) => runVitest(title, PROJECT, UNIT_TESTS),
    "tests of the window": inWindows(["--project=e2e"]),
    "faults, bad input, endurance: the short form": inWindows([
      "--project=torture",
    ]),
  };
}

/** @returns {Record<string, Phase>} */
function selected() {
  const chosen = selection(args);
  /** @type {Phase} */
  const plain = (title) => runVitest(title, PROJECT, chosen.args);
  return { build, tests: chosen.windows ? inWindows(chosen.args) : plain };
}

const outcomes = [];
for (const [name, phase] of Object.entries(
  args.length > 0 ? selected() : everything(),
)) {
  process.stdout.write(`\n── ${name}\n`);
  try {
    outcomes.push(await phase(name));
  } catch (error) {
    const words = error instanceof Problem ? `${error.message}.` : `${error}`;
    process.stderr.write(`${words}\n`);
    outcomes.push(single(name, false, words));
  }
  if (interrupted) process.exit(130);
}

const { lines, good } = closingLines(outcomes);
process.exitCode = good ? 0 : 1;
process.stdout.write(`\n${lines.join("\n")}\n`);
