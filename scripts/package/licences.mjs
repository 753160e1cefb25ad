import fs from "node:fs";
import path from "node:path";
import { installedElectron } from "../setup/installed-electron.mjs";
import { TENSORFLOW } from "../setup/parts.mjs";
import { shipped } from "./shipped.mjs";
import { standardText } from "./standard-texts.mjs";

/** @typedef {import("../../core/contract/about").Licence} Licence */

/**
 * The licence of an installed package.
 * @param {string} project
 * @param {string} folder of the package
 * @returns {Licence}
 * @throws where it names none, or neither brings the text nor names one that is known
 */
export function licenceOf(project, folder) {
  const manifest = JSON.parse(
    fs.readFileSync(path.join(folder, "package.json"), "utf8"),
  );
  const { name, version, license } = manifest;
  const licence = license?.type ?? license;
  if (typeof licence !== "string")
    throw new Error(`The package ${name} names no licence.`);
  const own = fs
    .readdirSync(folder)
    .filter((file) => /^(licen[sc]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => fs.readFileSync(path.join(folder, file), "utf8").trim());
  const author = manifest.author?.name ?? manifest.author;
  const text =
    own.join("\n\n") ||
    standardText(project, licence, author ?? `the authors of ${name}`);
  if (!text)
    throw new Error(
      `The package ${name} has no text of its licence ${licence}.`,
    );
  return { name, version, licence: licence.replace(/^\((.+)\)$/, "$1"), text };
}

/**
 * The program itself, and what is in it besides packages. @returns {Licence[]}
 */
export function otherLicences(/** @type {string} */ project) {
  const electron = path.join(project, "node_modules", "electron", "LICENSE");
  const electronVersion = installedElectron(project);
  const authors = "The TensorFlow Authors";
  const own = JSON.parse(
    fs.readFileSync(path.join(project, "package.json"), "utf8"),
  );
  return [
    {
      name: own.productName,
      version: own.version,
      licence: own.license,
      text: fs.readFileSync(path.join(project, "LICENSE"), "utf8").trim(),
    },
    {
      name: "Electron",
      version: electronVersion,
      licence: "MIT",
      text: fs.readFileSync(electron, "utf8").trim(),
    },
    {
      name: "Chromium and Node.js",
      version: `of Electron ${electronVersion}`,
      licence: "BSD-3-Clause, MIT and others",
      text: "Their licences, and those of the libraries in them, are in the file LICENSES.chromium.html beside the program.",
    },
    {
      name: "TensorFlow",
      version: tensorflowVersion(project),
      licence: "Apache-2.0",
      text: /** @type {string} */ (
        standardText(project, "Apache-2.0", authors)
      ),
    },
    {
      name: "SQLite",
      version: "in sqlite3",
      licence: "blessing",
      text: "The author disclaims copyright to this source code. In place of a legal notice, here is a blessing: May you do good and not evil. May you find forgiveness for yourself and forgive others. May you share freely, never taking more than you give.",
    },
    {
      name: "MNIST digits",
      version: "1998",
      licence: "CC-BY-SA-3.0",
      text: "Yann LeCun and Corinna Cortes hold the copyright of the MNIST dataset, a derivative work of NIST's datasets, made available under the terms of the Creative Commons Attribution-Share Alike 3.0 licence, https://creativecommons.org/licenses/by-sa/3.0/.",
    },
    {
      name: "Iris flowers",
      version: "1936",
      licence: "CC-BY-4.0",
      text: "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936), from the UCI Machine Learning Repository, under the Creative Commons Attribution 4.0 licence, https://creativecommons.org/licenses/by/4.0/.",
    },
  ];
}

/** The C library of the wheel has a name of its own; the other one is what tfjs-node asks for. */
function tensorflowVersion(/** @type {string} */ project) {
  const library = path.join(
    project,
    "node_modules/@tensorflow/tfjs-node/deps/lib/libtensorflow_cc.so.2",
  );
  return fs.existsSync(library)
    ? TENSORFLOW.wheel.replace(/^.*==/, "")
    : "of tfjs-node 4.22.0";
}

/**
 * The folder of the package that a bundled file comes from.
 * @param {string} file as the bundler names it
 * @returns {string | null} null for our own files
 */
export function packageOf(file) {
  const found = /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/?]+)/.exec(
    file,
  );
  return found && !found[1].endsWith(".vite") ? found[1] : null;
}

/**
 * Writes the licences of all that a bundle is made of beside it, as licences.json.
 * @param {string} project
 * @param {{ withShipped?: boolean }} [options] withShipped: and of what is in the program as it is
 * @returns {import("vite").Plugin}
 */
export function licences(project, { withShipped = false } = {}) {
  return {
    name: "licences",
    generateBundle() {
      const folders = new Set(
        [...this.getModuleIds()].map(packageOf).filter((each) => each !== null),
      );
      if (withShipped)
        for (const name of shipped)
          folders.add(path.join(project, "node_modules", name));
      const all = [...folders].map((folder) => licenceOf(project, folder));
      if (withShipped) all.push(...otherLicences(project));
      this.emitFile({
        type: "asset",
        fileName: "licences.json",
        source: JSON.stringify(all),
      });
    },
  };
}
