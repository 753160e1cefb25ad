import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** @typedef {import("../../core/contract/about").Licence} Licence */

/** Licences that have a name of SPDX's; others are told in their own words. */
const spdx = /^[A-Za-z0-9.-]+( (AND|OR) [A-Za-z0-9.-]+)*$/;

/**
 * A bill of materials (CycloneDX 1.5) of all that is in the program: what the bundles were made of,
 * the packages that lie beside them, and what no lockfile knows, like Electron and TensorFlow.
 * @param {string} project with out/ built
 */
export function billOfMaterials(project) {
  const read = (/** @type {string} */ name) =>
    JSON.parse(fs.readFileSync(path.join(project, name), "utf8"));
  const { name, version, license } = read("package.json");
  const { packages } = read("package-lock.json");
  /** @type {Licence[]} */
  const found = ["main", "preload", "renderer"].flatMap((bundle) =>
    read(`out/${bundle}/licences.json`),
  );
  const components = [
    ...new Map(
      found
        .filter((each) => each.name !== read("package.json").productName)
        .map((each) => component(each, packages))
        .map((each) => [each["bom-ref"], each]),
    ).values(),
  ].sort((a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1));
  const root = `${name}@${version}`;
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(components))}`,
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": root,
        name,
        version,
        licenses: [{ license: { id: license } }],
      },
    },
    components,
    dependencies: [
      { ref: root, dependsOn: components.map((each) => each["bom-ref"]) },
    ],
  };
}

/**
 * @param {Licence} licence
 * @param {Record<string, { version?: string, integrity?: string }>} packages of the lockfile
 */
function component({ name, version, licence }, packages) {
  // Two versions of a package may be installed: the hash is that of the one that was used.
  const locked = Object.entries(packages).find(
    ([place, each]) =>
      place.endsWith(`node_modules/${name}`) && each.version === version,
  )?.[1];
  const [algorithm, hash] = locked?.integrity?.split("-", 2) ?? [];
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return {
    type: "library",
    "bom-ref": locked ? purl : `${name} ${version}`,
    name,
    version,
    licenses: [
      spdx.test(licence)
        ? { expression: licence }
        : { license: { name: licence } },
    ],
    ...(locked && { purl }),
    ...(algorithm === "sha512" && {
      hashes: [
        {
          alg: "SHA-512",
          content: Buffer.from(hash, "base64").toString("hex"),
        },
      ],
    }),
  };
}

/** The same for the same text, so that a bill that has not changed is the same file. */
function uuidOf(/** @type {string} */ text) {
  const hex = createHash("sha256").update(text).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}
