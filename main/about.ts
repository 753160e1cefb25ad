import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { About, Licence } from "../core/contract/about";
import { devDependencies } from "../package.json";
import { sqliteVersion } from "./archive/db";

/**
 * What the program is made of.
 * @param out folder with the three bundles, each with a list of what is in it
 */
export async function readAbout(
  out: string,
  versions: NodeJS.ProcessVersions = process.versions,
): Promise<About> {
  const lists = await Promise.all(
    ["main", "preload", "renderer"].map(async (bundle) => {
      const text = await readFile(join(out, bundle, "licences.json"), "utf8");
      return JSON.parse(text) as Licence[];
    }),
  );
  const byName = new Map(
    lists.flat().map((each) => [`${each.name} ${each.version}`, each]),
  );
  const named: Record<string, string | undefined> = {
    Electron: versions.electron,
    Chromium: versions.chrome,
    "Node.js": versions.node,
    SQLite: sqliteVersion,
  };
  const warning = outdatedElectron(versions.electron);
  return {
    ...(warning !== undefined && { warning }),
    versions: Object.entries(named).map(([name, version]) => ({
      name,
      version: version ?? "none",
    })),
    licences: [...byName.values()].sort((a, b) =>
      bare(a.name).localeCompare(bare(b.name), "en"),
    ),
  };
}

/**
 * What it means that this is not the Electron that the lab is made for.
 * @param running its version; undefined outside of Electron
 */
export function outdatedElectron(
  running: string | undefined,
  wanted: string = devDependencies.electron,
): string | undefined {
  if (running === undefined || parseInt(running) >= parseInt(wanted)) return;
  return (
    `This copy uses Electron ${running}, which no longer gets security fixes; the lab is made for ` +
    `Electron ${wanted}. It loads nothing from the network, so what remains is the files you open: open only ` +
    `those from people you trust, or set the lab up again on a network that reaches github.com.`
  );
}

/** A name as one looks for it: @tensorflow/tfjs among the letter t. */
function bare(name: string): string {
  return name.replace("@", "").toLowerCase();
}
