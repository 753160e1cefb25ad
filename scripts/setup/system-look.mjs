import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** Says whether a program of this name can be run. */
export function hasCommand(/** @type {string} */ name) {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.some((folder) => fs.existsSync(path.join(folder, name)));
}

/** Says whether a shared library is installed: a look where it usually lies, else the long way. */
export function hasLibrary(/** @type {string} */ name) {
  const triplet =
    process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  const folders = [
    `/usr/lib/${triplet}`,
    `/lib/${triplet}`,
    "/usr/lib64",
    "/usr/lib",
  ];
  if (folders.some((folder) => fs.existsSync(path.join(folder, name))))
    return true;
  try {
    return execFileSync("/sbin/ldconfig", ["-p"], {
      encoding: "utf8",
    }).includes(name);
  } catch {
    return false;
  }
}

/** Says whether a folder holds a font that can be scaled. @returns {boolean} */
export function hasFont(folder = "/usr/share/fonts") {
  if (!fs.existsSync(folder)) return false;
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .some((entry) =>
      entry.isDirectory()
        ? hasFont(path.join(folder, entry.name))
        : /\.(ttf|otf|ttc)$/i.test(entry.name),
    );
}
