import { lstat, readdir } from "node:fs/promises";
import { join, relative } from "node:path";

/** Every file below a folder with its size and the moment of its last change. */
export async function treeOf(root: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(root, {
    recursive: true,
    withFileTypes: true,
  })) {
    const path = join(entry.parentPath, entry.name);
    const stats = await lstat(path, { bigint: true });
    const change = entry.isDirectory() ? "" : `${stats.size} ${stats.mtimeNs}`;
    found.set(relative(root, path), change);
  }
  return found;
}

/** Paths that are new, changed or gone. */
export function changedPaths(
  before: Map<string, string>,
  after: Map<string, string>,
): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}
