import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { buildIfStale, hashOf } from "../run/build.mjs";
import { withLock } from "../setup/lock.mjs";
import { Problem } from "../setup/problem.mjs";

const SOURCES = [
  "out/.built-from",
  "electron-builder.yml",
  "scripts/package",
  "package.json",
  "LICENSE",
  "node_modules/electron/dist/version",
];

/**
 * Builds the program into a folder of dist/ unless what is there was made of exactly this.
 * @param {string} project
 * @param {NodeJS.WritableStream} stream where its lines go
 * @returns {Promise<string>} the folder
 */
export async function packageIfStale(project, stream) {
  await buildIfStale(project, stream);
  const dist = path.join(project, "dist");
  const folder = path.join(dist, "linux-unpacked");
  const stamp = path.join(dist, ".packaged-from");
  const sources = hashOf(project, SOURCES);
  const isFresh = () =>
    fs.existsSync(path.join(folder, "edge-lab")) &&
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, "utf8") === sources;
  if (!isFresh())
    await withLock(
      dist,
      () => {},
      async () => {
        if (isFresh()) return; // Packaged by the one that had the lock.
        stream.write("Packaging\n");
        fs.rmSync(dist, { recursive: true, force: true });
        runBuilder(project);
        fs.writeFileSync(stamp, sources);
      },
    );
  return folder;
}

function runBuilder(/** @type {string} */ project) {
  const tool = path.join(project, "node_modules/electron-builder/cli.js");
  const config = path.join(project, "electron-builder.yml");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tool, "--linux", "--dir", "--config", config],
    {
      cwd: project,
      encoding: "utf8",
      // Links to the files of the cache would change with the program.
      env: { ...process.env, USE_HARD_LINKS: "false" },
    },
  );
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  throw new Problem("The program could not be packaged, as said above");
}
