/** `npm run torture`: the tests of faults, bad input and endurance in their long form. */
import { PROJECT } from "./project.mjs";
import { buildIfStale } from "./run/build.mjs";
import { setup } from "./setup.mjs";
import { fail, Problem } from "./setup/problem.mjs";
import { closingLines } from "./test/summary.mjs";
import { runVitest } from "./test/vitest.mjs";
import { withDisplay } from "./test/xvfb.mjs";

const args = ["--project=torture", ...process.argv.slice(2)];

try {
  const { windows, advice } = await setup();
  if (!windows) throw new Problem(/** @type {string} */ (advice));
  await buildIfStale(PROJECT, process.stdout);
  const outcome = await withDisplay((env) =>
    runVitest(PROJECT, args, { ...env, EDGE_LAB_TORTURE: "long" }),
  );
  const { lines, good } = closingLines([outcome]);
  process.exitCode = good ? 0 : 1;
  process.stdout.write(`\n${lines.join("\n")}\n`);
} catch (error) {
  fail(error);
}
