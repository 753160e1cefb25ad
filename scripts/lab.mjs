/** `npm run -s lab -- …`: the lab's command line. Standard output is its own: results only. */
import { PROJECT } from "./project.mjs";
import { buildIfStale } from "./run/build.mjs";
import { runCli } from "./run/cli.mjs";
import { setup } from "./setup.mjs";
import { fail } from "./setup/problem.mjs";

try {
  await setup({ stream: process.stderr, window: false });
  await buildIfStale(PROJECT, process.stderr);
} catch (error) {
  fail(error);
}
await runCli(PROJECT, process.argv.slice(2));
