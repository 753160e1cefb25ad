import fs from "node:fs";
import path from "node:path";

/**
 * The version of the Electron that is in this checkout: the current one, or the older one of the npm
 * registry. Without any (set-up for the command line alone), the one that package.json asks for.
 * @param {string} project
 * @returns {string}
 */
export function installedElectron(project) {
  const home = path.join(project, "node_modules", "electron");
  try {
    const text = fs.readFileSync(path.join(home, "dist", "version"), "utf8");
    return text.trim().replace(/^v/, "");
  } catch {
    return wantedElectron(project);
  }
}

/** The version that package.json asks for, as npm installed it. @param {string} project */
export function wantedElectron(project) {
  const manifest = path.join(
    project,
    "node_modules",
    "electron",
    "package.json",
  );
  return /** @type {string} */ (
    JSON.parse(fs.readFileSync(manifest, "utf8")).version
  );
}
