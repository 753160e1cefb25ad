import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Problem } from "./problem.mjs";

const gigabytes = (/** @type {number} */ bytes) =>
  `${(bytes / 1e9).toFixed(1)} GB`;

/** The folder, or the nearest one above it that is there. @param {string} folder @returns {string} */
function existing(folder) {
  return fs.existsSync(folder) ? folder : existing(path.dirname(folder));
}

/** Why nothing can be written in a folder, as a code of the system; undefined where it can. */
export function writeProblem(/** @type {string} */ folder) {
  try {
    fs.accessSync(existing(folder), fs.constants.W_OK);
    return undefined;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code;
  }
}

/**
 * @param {string} folder
 * @param {string} advice what else can be done
 */
export function requireWritable(folder, advice) {
  const code = writeProblem(folder);
  if (code)
    throw new Problem(
      `The setup cannot write in ${folder} (${code}): give access there, or ${advice}`,
    );
}

/**
 * @param {string} folder
 * @param {number} bytes what is written there, at the most at once
 * @param {string} what the subject of the sentence, in the plural or with "and"
 */
export function requireRoom(folder, bytes, what) {
  const { bavail, bsize } = fs.statfsSync(existing(folder));
  const free = bavail * bsize;
  if (free < bytes)
    throw new Problem(
      `${what} need ${gigabytes(bytes)} of the disk of ${folder}, and ${gigabytes(free)} is free: make room ` +
        `there; the whole setup takes ${gigabytes(WHOLE)}`,
    );
}

/** Whether an error says that a disk is full. */
export function isFull(/** @type {unknown} */ error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code === "ENOSPC";
}

/** Bytes of the whole setup while it goes on. */
const WHOLE = 3e9;

/** npm's own cache where it can be written, else one beside what set-up keeps. @param {string} root */
export function npmCache(root) {
  const own =
    process.env.npm_config_cache ??
    (process.platform === "win32"
      ? path.join(process.env.LOCALAPPDATA ?? os.homedir(), "npm-cache")
      : path.join(os.homedir(), ".npm"));
  return writeProblem(own) ? path.join(root, "npm") : own;
}
