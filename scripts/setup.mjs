import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PROJECT } from "./project.mjs";
import { sweepTemporary } from "./setup/cache.mjs";
import { cacheRoot } from "./setup/cache-root.mjs";
import { installElectron } from "./setup/electron.mjs";
import { withLock } from "./setup/lock.mjs";
import { installPackages } from "./setup/npm.mjs";
import { fail, Problem } from "./setup/problem.mjs";
import { createProgress } from "./setup/progress.mjs";
import { isFull, requireWritable } from "./setup/room.mjs";
import { installSqlite } from "./setup/sqlite.mjs";
import { readStamp, writeStamp } from "./setup/stamp.mjs";
import { ensureSystemLibraries } from "./setup/system-libraries.mjs";
import { installTensorflow } from "./setup/tensorflow.mjs";

/**
 * Makes this checkout ready to run: packages, Electron, SQLite, TensorFlow, and what they need
 * from the system. Says nothing when all of it is there already.
 * @param {object} [options]
 * @param {NodeJS.WriteStream} [options.stream] where progress goes
 * @param {boolean} [options.window] whether Electron's window will be used
 * @param {boolean} [options.retry] try again for what could not be had
 * @param {boolean} [options.headless] do without Electron, for the command line alone
 * @returns {Promise<import("./setup/system-libraries.mjs").SystemReport & { tensorflow: boolean }>}
 */
export async function setup({
  stream = process.stdout,
  window = true,
  retry = false,
  headless = false,
} = {}) {
  const root = cacheRoot();
  const context = {
    project: PROJECT,
    root,
    log: path.join(root, "setup.log"),
    official: process.env.EDGE_LAB_OFFICIAL !== "0",
    progress: createProgress(stream),
  };
  try {
    await ensureParts(context, { window, retry, headless });
  } catch (error) {
    throw explained(error, context);
  }
  const stamp = readStamp(PROJECT);
  for (const problem of [
    window && stamp?.electronProblem,
    stamp?.tensorflowProblem,
  ])
    if (problem) context.progress.line(`${problem}.`);
  const report = window
    ? await ensureSystemLibraries(context)
    : { windows: false };
  return { ...report, tensorflow: stamp?.tensorflowProblem === undefined };
}

/**
 * @param {import("./setup/context.mjs").Context} context
 * @param {{ window: boolean, retry: boolean, headless: boolean }} options
 */
async function ensureParts(context, { window, retry, headless }) {
  const isReady = () => {
    const stamp = readStamp(PROJECT);
    if (stamp === undefined) return false;
    if (retry && (stamp.tensorflowProblem || stamp.electronProblem))
      return false;
    // What was set up for the command line alone is enough for it.
    return !stamp.headless || !window;
  };
  if (isReady()) return;
  requireWritable(
    context.root,
    "name another folder for what set-up keeps in EDGE_LAB_CACHE",
  );
  requireWritable(PROJECT, "copy the lab to a folder of your own");
  const onWait = () =>
    context.progress.line("Another setup is under way · waiting for it");
  await withLock(context.root, onWait, async () => {
    if (isReady()) return;
    await sweepTemporary(context.root);
    fs.writeFileSync(context.log, "");
    await installPackages(context);
    const electron = headless ? {} : await installElectron(context);
    await installSqlite(context);
    const tensorflow = await tensorflowProblem(context);
    writeStamp(PROJECT, { headless, ...electron, ...tensorflow });
  });
}

/** @returns {Promise<{ tensorflowProblem?: string }>} why the lab must do without TensorFlow, if it must */
async function tensorflowProblem(
  /** @type {import("./setup/context.mjs").Context} */ context,
) {
  try {
    await installTensorflow(context);
    return {};
  } catch (error) {
    fs.appendFileSync(
      context.log,
      `${error instanceof Error ? error.stack : error}\n`,
    );
    const reason =
      error instanceof Problem
        ? error.message
        : isFull(error)
          ? "The disk became full while TensorFlow was installed"
          : "TensorFlow does not load here";
    const tensorflowProblem =
      `${reason}, so only the float64 engine works: once that is put right, run "npm run setup" ` +
      `(details in ${context.log})`;
    return { tensorflowProblem };
  }
}

/**
 * Turns whatever stopped the setup into a sentence that helps.
 * @param {any} error
 * @param {import("./setup/context.mjs").Context} context
 */
function explained(error, { root, log }) {
  if (error instanceof Problem) return error;
  if (isFull(error))
    return new Problem(
      `The disk of ${error.path ?? root} became full: make room, then run "npm run setup" again, or name a folder ` +
        `on another disk in EDGE_LAB_CACHE`,
    );
  if (["EACCES", "EPERM", "EROFS"].includes(error.code))
    return new Problem(
      `The setup could not write ${error.path ?? root} (${error.code}): give access there, or name another folder ` +
        `for what set-up keeps in EDGE_LAB_CACHE`,
    );
  fs.appendFileSync(log, `${error.stack ?? error}\n`);
  return new Problem(
    `The setup stopped (${error.message ?? error}): run "npm run setup" again (details in ${log})`,
  );
}

if (fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const headless = process.argv.includes("--headless");
  const { advice } = await setup({
    retry: true,
    window: !headless,
    headless,
  }).catch(fail);
  process.stdout.write(advice ? `${advice}.\n` : "Edge Lab is ready.\n");
}
