/** The Debian package: installed into a folder with dpkg, started by a double click on a run, removed again. */
import { spawnSync } from "node:child_process";
import {
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import manifest from "../../package.json";
import { debianPackage } from "../../scripts/package/deb.mjs";
import { packageIfStale } from "../../scripts/package/unpacked.mjs";
import { PROJECT } from "../../scripts/project.mjs";
import { hasCommand } from "../../scripts/setup/system-look.mjs";
import { presetOf } from "../../core/experiment/presets";
import { ask, makeHome, removeHome } from "../e2e/lab";
import { openPackaged } from "./packaged";

const missing = !hasCommand("dpkg")
  ? "dpkg is not here"
  : process.getuid?.() !== 0 && "dpkg installs for root only";
const title =
  "installs, opens what is double-clicked, and leaves nothing when it is removed";

let place: string;
let root: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "edge-lab-deb-"));
  root = join(place, "root");
});
afterAll(() => rm(place, { recursive: true, force: true }));

/** dpkg with a system of its own, in which nothing is installed yet. */
function dpkg(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    "dpkg",
    [`--root=${root}`, "--force-depends", ...args],
    { encoding: "utf8" },
  );
  expect(stderr.replace(/^dpkg: warning:.*\n/gm, "")).not.toContain("error");
  expect(status).toBe(0);
  return stdout;
}

/** Files and links below a folder. */
async function filesIn(folder: string) {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/**
 * A double click on a desktop that knows only what the package says of itself: its databases of file types and
 * programs are made as dpkg's triggers make them.
 */
async function doubleClickOn(
  share: string,
): Promise<(file: string, home: string) => void> {
  const data = join(place, "share");
  for (const name of ["applications", "mime"])
    await cp(join(share, name), join(data, name), { recursive: true });
  const entry = join(data, "applications", "edge-lab.desktop");
  const { Exec, MimeType } = keysOf(await readFile(entry, "utf8"));
  expect(Exec).toBe("edge-lab %F");
  const environment = (home: string) => ({
    ...process.env,
    PATH: [join(root, "usr/bin"), process.env.PATH].join(delimiter),
    XDG_DATA_DIRS: [data, "/usr/share"].join(delimiter),
    XDG_DATA_HOME: join(place, "data"),
    XDG_CONFIG_HOME: join(place, "config"),
    EDGE_LAB_HOME: home,
    // Chromium refuses to run its sandbox as root.
    ELECTRON_DISABLE_SANDBOX: "1",
  });
  const run = (command: string, words: string[], home: string) => {
    const options = { encoding: "utf8", env: environment(home) } as const;
    const { status, stderr } = spawnSync(command, words, options);
    expect({ status, stderr }).toMatchObject({ status: 0 });
  };
  if (!hasCommand("update-mime-database") || !hasCommand("gio")) {
    // As file managers do it: the command of the entry, with the file in place of its last word.
    const [command] = Exec.split(" ");
    return (file, home) => run(command, [file], home);
  }
  const types = join(data, "mime");
  expect(spawnSync("update-mime-database", [types]).status).toBe(0);
  const globs = await readFile(join(types, "globs2"), "utf8");
  const [type] = MimeType.split(";");
  for (const name of ["*.edgelab", "*.edgelab.json"])
    expect(globs).toContain(`${type}:${name}\n`);
  await writeFile(
    join(data, "applications", "mimeinfo.cache"),
    `[MIME Cache]\n${type}=edge-lab.desktop;\n`,
  );
  return (file, home) => run("gio", ["open", file], home);
}

/** The keys of a file like the entry of a menu. */
function keysOf(text: string): Record<string, string> {
  const pairs = text.matchAll(/^(\w+)=(.*)$/gm);
  return Object.fromEntries([...pairs].map(([, key, value]) => [key, value]));
}

test.skipIf(missing)(missing ? `${title}: ${missing}` : title, async () => {
  const folder = await packageIfStale(PROJECT, process.stdout);
  const copy = join(place, "linux-unpacked");
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
  // What is in it is the same, and the test need not wait for the compression.
  const file = await debianPackage(PROJECT, copy, manifest, ["-Znone"]);
  await rm(copy, { recursive: true });
  await mkdir(join(root, "var/lib/dpkg/updates"), { recursive: true });
  await mkdir(join(root, "var/lib/dpkg/info"), { recursive: true });
  spawnSync("touch", [join(root, "var/lib/dpkg/status")]);

  dpkg("--install", file);
  expect(dpkg("--status", "edge-lab")).toContain(
    "Status: install ok installed",
  );

  const share = join(root, "usr/share");
  const doubleClick = await doubleClickOn(share);

  const cli = spawnSync(join(root, "usr/bin/edge-lab-cli"), ["presets"], {
    encoding: "utf8",
  });
  expect(cli.stdout).toContain("chebyshev");
  const home = await makeHome();
  const capsule = join(place, "Ann's η run.edgelab");
  await copyFile("tests/fixtures/capsules/v8/Finished.json", capsule);
  const { page, quit } = await openPackaged(join(root, "usr/bin"), home, [
    capsule,
  ]);
  const heading = (name: string) =>
    page.getByRole("heading", { level: 1, name, exact: true });
  await heading("Finished").waitFor();
  const experiment = join(place, "next one.edgelab.json");
  const { spec } = presetOf("chebyshev");
  await writeFile(experiment, JSON.stringify({ ...spec, name: "Next" }));
  doubleClick(experiment, home);
  const name = page.getByLabel("Name", { exact: true });
  await expect.poll(() => name.inputValue()).toBe("Next");
  doubleClick(capsule, home);
  await heading("Finished").waitFor();
  await page.getByText("“Finished” is in the archive already.").waitFor();
  const runs = await ask(page, "runs.list");
  expect(runs.ok && runs.value.map(({ id }) => id)).toEqual([1]);
  expect(await quit()).toBe(0);
  await removeHome(home);

  dpkg("--remove", "edge-lab");
  const left = await filesIn(root);
  expect(left.filter((each) => !each.includes("/var/lib/dpkg/"))).toEqual([]);
});
