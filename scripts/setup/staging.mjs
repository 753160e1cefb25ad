import fs from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * Copies an installed package to a temporary folder from which it finds the same dependencies,
 * so that its installer can run without touching the checkout: an attempt that is cut off leaves
 * nothing behind.
 * @param {string} project
 * @param {string} name
 * @param {string} temporary
 * @param {string[]} [leaveOut] what earlier installs put there
 */
export async function stagePackage(project, name, temporary, leaveOut = []) {
  const modules = path.join(project, "node_modules");
  const source = path.join(modules, name);
  const target = path.join(temporary, path.basename(name));
  const skipped = new Set(leaveOut.map((part) => path.join(source, part)));
  await fs.cp(source, target, {
    recursive: true,
    filter: (file) => !skipped.has(file),
  });
  await fs.symlink(modules, path.join(temporary, "node_modules"), "junction");
  return target;
}

/**
 * Loads a library that a dependency of the project brings along.
 * @param {string} project
 * @param {...string} chain the dependency, its dependency, … and last the library
 */
export function loadThrough(project, ...chain) {
  let require = createRequire(path.join(project, "package.json"));
  for (const name of chain.slice(0, -1))
    require = createRequire(require.resolve(name));
  return require(/** @type {string} */ (chain.at(-1)));
}
