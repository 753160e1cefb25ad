/** `npm start`: the lab in its window, or its demonstration where no window can be shown. */
import { createRequire } from "node:module";
import path from "node:path";
import { PROJECT } from "./project.mjs";
import { buildIfStale } from "./run/build.mjs";
import { QUICK_PRESET, runCli } from "./run/cli.mjs";
import { electronSwitches, hasDisplay, sandboxAdvice } from "./run/display.mjs";
import { runInForeground } from "./run/foreground.mjs";
import { setup } from "./setup.mjs";
import { fail, Problem } from "./setup/problem.mjs";

const { env, platform } = process;

try {
  const display = hasDisplay(env, platform);
  const { windows, advice, tensorflow } = await setup({ window: display });
  await buildIfStale(PROJECT, process.stdout);
  if (display) {
    if (!windows) throw new Problem(advice);
    await openWindow();
  } else {
    const what = tensorflow ? "" : ", a small network for want of TensorFlow";
    process.stdout.write(
      `No display here, so this is the demonstration without a window${what}.\n`,
    );
    const preset = tensorflow ? [] : [QUICK_PRESET];
    await runCli(PROJECT, ["demo", ...preset, ...process.argv.slice(2)]);
  }
} catch (error) {
  fail(error);
}

async function openWindow() {
  const electron = createRequire(path.join(PROJECT, "package.json"))(
    "electron",
  );
  const switches = electronSwitches(env, platform, process.getuid?.());
  const args = [...switches, PROJECT, ...process.argv.slice(2)];
  process.exitCode = await runInForeground(electron, args, {
    // npm starts scripts in the folder of the package: files are named from where the person is.
    cwd: env.INIT_CWD ?? process.cwd(),
    // A terminal that is closed tells its whole group: Chromium's processes would end before the lab
    // has stored its run.
    detached: platform !== "win32",
  });
  const advice = sandboxAdvice(process.exitCode);
  if (advice) process.stderr.write(`${advice}.\n`);
}
