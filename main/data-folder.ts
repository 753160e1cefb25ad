import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * The folder with the archive, the settings and the log: `EDGE_LAB_HOME`, else the place that the
 * operating system has for such things. It need not exist yet.
 */
export function dataFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (environment.EDGE_LAB_HOME) return resolve(environment.EDGE_LAB_HOME);
  switch (platform) {
    case "win32":
      return join(
        environment.APPDATA || join(home, "AppData", "Roaming"),
        "Edge Lab",
      );
    case "darwin":
      return join(home, "Library", "Application Support", "Edge Lab");
    default:
      return join(
        environment.XDG_DATA_HOME || join(home, ".local", "share"),
        "edge-lab",
      );
  }
}

/** The archive that the window and the command line share. */
export function archivePath(folder: string = dataFolder()): string {
  return join(folder, "archive.db");
}
