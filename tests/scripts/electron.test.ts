import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { devDependencies } from "../../package.json";
import { PROJECT } from "../../scripts/project.mjs";
import { cacheEntry } from "../../scripts/setup/cache.mjs";
import {
  electronExecutable,
  installElectron,
} from "../../scripts/setup/electron.mjs";
import { installedElectron } from "../../scripts/setup/installed-electron.mjs";
import {
  hasRegistrySource,
  OLD_ELECTRON,
  RECIPE,
} from "../../scripts/setup/parts.mjs";
import { createProgress } from "../../scripts/setup/progress.mjs";
import { loadThrough } from "../../scripts/setup/staging.mjs";
import { temporaryFolder } from "./temporary";

const WANTED = devDependencies.electron;
const ARCHIVE = `electron-v${WANTED}-${process.platform}-${process.arch}.zip`;

/** An archive as Electron's host has it, with next to nothing in it. */
const current = (() => {
  const AdmZip = loadThrough(PROJECT, "@tensorflow/tfjs-node", "adm-zip");
  const zip = new AdmZip();
  zip.addFile(electronExecutable, Buffer.from("the current one"), "", 0o755);
  zip.addFile("version", Buffer.from(WANTED));
  return zip.toBuffer() as Buffer;
})();

let host: http.Server;
let asked: string[];
/** What the host answers with; nothing: it refuses. */
let served: Buffer | undefined;
const environment = { ...process.env };

beforeEach(async () => {
  asked = [];
  served = current;
  host = http.createServer((request, response) => {
    asked.push(String(request.url));
    response.writeHead(served ? 200 : 403).end(served);
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const { port } = host.address() as AddressInfo;
  process.env.ELECTRON_MIRROR = `http://127.0.0.1:${port}/`;
  process.env.electron_config_cache = temporaryFolder();
});
afterEach(async () => {
  process.env = { ...environment };
  host.closeAllConnections();
  await new Promise((resolve) => host.close(resolve));
});

/** A checkout whose Electron package knows the hash of `known`, and a cache that has the older Electron. */
async function checkout(known: Buffer) {
  const project = temporaryFolder();
  const root = temporaryFolder();
  const modules = path.join(project, "node_modules");
  fs.mkdirSync(path.join(modules, "electron"), { recursive: true });
  for (const name of ["@electron", "@electron-internal"])
    fs.symlinkSync(
      path.join(PROJECT, "node_modules", name),
      path.join(modules, name),
    );
  const home = path.join(modules, "electron");
  for (const name of ["package.json", "install.js"])
    fs.copyFileSync(
      path.join(PROJECT, "node_modules", "electron", name),
      path.join(home, name),
    );
  const hash = createHash("sha256").update(known).digest("hex");
  fs.writeFileSync(
    path.join(home, "checksums.json"),
    JSON.stringify({ [ARCHIVE]: hash }),
  );
  const { version } = OLD_ELECTRON;
  const old = `electron-${version}-${process.platform}-${process.arch}-r${RECIPE}`;
  await cacheEntry(root, old, async (folder) => {
    fs.writeFileSync(path.join(folder, electronExecutable), "the older one");
    fs.writeFileSync(path.join(folder, "version"), version);
  });
  await cacheEntry(
    root,
    `electron-types-${version}-r${RECIPE}`,
    async (folder) =>
      fs.writeFileSync(path.join(folder, "electron.d.ts"), "export {};"),
  );
  const lines: string[] = [];
  const stream = { write: (text: string) => lines.push(text) };
  const context = {
    project,
    root,
    log: path.join(root, "setup.log"),
    official: true,
    progress: createProgress(stream),
  };
  const program = () =>
    fs.readFileSync(path.join(home, "dist", electronExecutable), "utf8");
  return { context, program, lines };
}

test("the current Electron comes from its own host once, then from the cache", async () => {
  const { context, program } = await checkout(current);
  expect(await installElectron(context)).toEqual({});
  expect(program()).toBe("the current one");
  expect(installedElectron(context.project)).toBe(WANTED);
  expect(asked).toEqual([`/v${WANTED}/${ARCHIVE}`]);
  expect(await installElectron({ ...context, official: false })).toEqual({});
  expect(asked).toHaveLength(1);
});

/** Each a way in which the host does not give the archive. */
const refusals: Record<string, () => void> = {
  "has another archive": () => (served = Buffer.from("not that archive")),
  "refuses it": () => (served = undefined),
  "is not there": () => {
    process.env.ELECTRON_MIRROR = "http://127.0.0.1:9/";
  },
};

test.skipIf(!hasRegistrySource).each(Object.entries(refusals))(
  "where the host %s, the older one is used and the reason said",
  async (_, refuse) => {
    const { context, program, lines } = await checkout(current);
    refuse();
    const { electronProblem } = await installElectron(context);
    expect(electronProblem).toBe(
      `Electron ${WANTED} could not be downloaded from its own host, so the window uses 33.2.1 of the npm registry, ` +
        'which gets no security fixes any more: run "npm run setup" on a network that reaches github.com',
    );
    expect(program()).toBe("the older one");
    expect(installedElectron(context.project)).toBe("33.2.1");
    const types = "node_modules/electron/installed.d.ts";
    expect(fs.existsSync(path.join(context.project, types))).toBe(true);
    expect(lines.join("")).toContain("Electron 33.2.1 · ready");
  },
);

const installedTypes = path.join(
  PROJECT,
  "node_modules/electron/installed.d.ts",
);

// Without this file the Electron that is here is the one whose types `npm run check` uses.
test.skipIf(!fs.existsSync(installedTypes))(
  "the main process fits the types of the older Electron too",
  () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        path.join(PROJECT, "node_modules/typescript/bin/tsc"),
        "-p",
        path.join(PROJECT, "main/tsconfig.installed.json"),
      ],
      { encoding: "utf8" },
    );
    expect(stdout).toBe("");
    expect(status).toBe(0);
  },
  120_000,
);
