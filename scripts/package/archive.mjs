import { spawnSync } from "node:child_process";
import path from "node:path";
import { Problem } from "../setup/problem.mjs";

/**
 * Packs the folder of the program into one file beside it, the same whenever its files are the same.
 * @param {string} folder
 * @param {string} version
 * @returns {string} the file
 */
export function archive(folder, version) {
  const name = `edge-lab-${version}-linux-x64`;
  const dist = path.dirname(folder);
  const file = path.join(dist, `${name}.tar.gz`);
  const inner = path.basename(folder);
  const { status, stderr, error } = spawnSync(
    "tar",
    [
      "--create",
      `--file=${file}`,
      `--directory=${dist}`,
      "--use-compress-program=gzip -n",
      "--format=gnu",
      "--sort=name",
      "--owner=root:0",
      "--group=root:0",
      "--mtime=2026-01-01 00:00Z",
      `--transform=s,^${inner},${name},`,
      inner,
    ],
    { encoding: "utf8" },
  );
  if (error || status !== 0)
    throw new Problem(`tar failed: ${error?.message ?? stderr.trim()}`);
  return file;
}
