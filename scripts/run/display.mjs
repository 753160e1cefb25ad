import fs from "node:fs";

/**
 * Says whether a window can be shown.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
export function hasDisplay(env, platform) {
  return platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * The switches that Electron needs on this machine and no other.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {number | undefined} user the user's number, 0 being root
 */
export function electronSwitches(env, platform, user) {
  if (platform !== "linux") return [];
  const switches = [];
  // Chromium refuses to start as root with its sandbox; everyone else keeps the sandbox.
  if (user === 0) switches.push("--no-sandbox");
  if (!env.DISPLAY && env.WAYLAND_DISPLAY)
    switches.push("--ozone-platform=wayland");
  return switches;
}

const RESTRICTION = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";

/**
 * Why Electron may have crashed at once: newer Ubuntu forbids what its sandbox is made of.
 * @param {number} status Electron's exit status
 * @returns {string | undefined} one sentence with the way out
 */
export function sandboxAdvice(status, restriction = RESTRICTION) {
  const crashed = status >= 128;
  if (!crashed || !fs.existsSync(restriction)) return undefined;
  if (fs.readFileSync(restriction, "utf8").trim() !== "1") return undefined;
  return (
    `If it was Electron's sandbox that failed, this system forbids it to ordinary programs: ` +
    `run "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0" to allow it`
  );
}
