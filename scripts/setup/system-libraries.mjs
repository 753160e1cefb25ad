import { spawnSync } from "node:child_process";
import { run } from "./run.mjs";
import { hasCommand, hasFont, hasLibrary } from "./system-look.mjs";

/** @typedef {{ package: string, library?: string, command?: string }} Need */

/**
 * What Electron's window and its tests need from the system, by Debian package.
 * @type {Need[]}
 */
const NEEDS = [
  { package: "libgtk-3-0", library: "libgtk-3.so.0" },
  { package: "libnss3", library: "libnss3.so" },
  { package: "libasound2", library: "libasound.so.2" },
  { package: "libgbm1", library: "libgbm.so.1" },
  { package: "libxss1", library: "libXss.so.1" },
  { package: "libxtst6", library: "libXtst.so.6" },
  { package: "libnotify4", library: "libnotify.so.4" },
  { package: "xvfb", command: "Xvfb" },
  { package: "xauth", command: "xauth" },
  { package: "fonts-dejavu-core" },
];

/**
 * @typedef {object} SystemReport
 * @property {boolean} windows whether Electron can open a window, given a display
 * @property {string} [advice] one sentence with what to do, if anything is missing
 */

/**
 * Looks for what is missing and, as root on a system with apt-get, installs it.
 * @param {Pick<import("./context.mjs").Context, "log" | "progress">} context
 * @returns {Promise<SystemReport>}
 */
export async function ensureSystemLibraries(context) {
  if (process.platform !== "linux") return { windows: true };
  const root = process.getuid?.() === 0;
  const debian = hasCommand("apt-get");
  let needs = NEEDS.filter(isMissing);
  if (needs.length > 0 && root && debian) {
    await install(needs, context);
    needs = NEEDS.filter(isMissing);
  }
  return report(needs, debian ? debianNames(needs) : undefined, root);
}

function isMissing(/** @type {Need} */ need) {
  if (need.library) return !hasLibrary(need.library);
  return need.command ? !hasCommand(need.command) : !hasFont();
}

/**
 * @param {Need[]} needs
 * @param {Pick<import("./context.mjs").Context, "log" | "progress">} context
 */
async function install(needs, { log, progress }) {
  const step = progress.step("System libraries");
  const start = Date.now();
  const onBytes = () =>
    step.update(`installing, ${Math.round((Date.now() - start) / 1000)} s`);
  const options = { log, onBytes, env: { DEBIAN_FRONTEND: "noninteractive" } };
  const flags = [
    "-o",
    "DPkg::Lock::Timeout=120",
    "install",
    "-y",
    "--no-install-recommends",
  ];
  try {
    await run("apt-get", ["update"], options);
    await run("apt-get", [...flags, ...debianNames(needs)], options);
    step.done("installed");
  } catch {
    // The report names what is still missing, and the command that shows why.
  }
}

/** Newer releases of Debian and Ubuntu renamed some libraries by a suffix. */
function debianNames(/** @type {Need[]} */ needs) {
  return needs.map((need) => {
    if (!need.library) return need.package;
    const renamed = `${need.package}t64`;
    const known =
      spawnSync("apt-cache", ["show", renamed], { stdio: "ignore" }).status ===
      0;
    return known ? renamed : need.package;
  });
}

/**
 * @param {Need[]} needs what is missing
 * @param {string[] | undefined} packages their names for apt-get, where there is one
 * @param {boolean} root
 * @returns {SystemReport}
 */
export function report(needs, packages, root) {
  if (needs.length === 0) return { windows: true };
  const windows = needs.every((need) => need.library === undefined);
  if (packages) {
    const command = `${root ? "" : "sudo "}apt-get install -y ${packages.join(" ")}`;
    return {
      windows,
      advice: `Electron's window lacks system packages: run "${command}"`,
    };
  }
  const things = needs.map(
    (need) => need.library ?? need.command ?? "a TrueType font",
  );
  const advice = `Electron's window lacks ${things.join(", ")}: install this system's packages of them`;
  return { windows, advice };
}
