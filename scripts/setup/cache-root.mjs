import os from "node:os";
import path from "node:path";

/**
 * The folder, outside every checkout, where prepared parts are kept so that the next clone is
 * ready in seconds.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @param {string} [home]
 */
export function cacheRoot(
  env = process.env,
  platform = process.platform,
  home = os.homedir(),
) {
  if (env.EDGE_LAB_CACHE) return path.resolve(env.EDGE_LAB_CACHE);
  if (env.XDG_CACHE_HOME) return path.join(env.XDG_CACHE_HOME, "edge-lab");
  if (platform === "darwin")
    return path.join(home, "Library", "Caches", "edge-lab");
  if (platform === "win32") {
    const local = env.LOCALAPPDATA ?? path.join(home, "AppData", "Local");
    return path.join(local, "edge-lab", "cache");
  }
  return path.join(home, ".cache", "edge-lab");
}
