/** The Debian package: installed into a folder with dpkg, started from there, removed again. */
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import manifest from "../../package.json";
import { debianPackage } from "../../scripts/package/deb.mjs";
import { packageIfStale } from "../../scripts/package/unpacked.mjs";
import { PROJECT } from "../../scripts/project.mjs";
import { hasCommand } from "../../scripts/setup/system-look.mjs";
import { makeHome, removeHome } from "../e2e/lab";
import { openPackaged } from "./packaged";

const missing = !hasCommand("dpkg")
  ? "dpkg is not here"
  : process.getuid?.() !== 0 && "dpkg installs for root only";
const title = "installs, starts, and leaves nothing when it is removed";

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
  const desktop = await readFile(
    join(share, "applications/edge-lab.desktop"),
    "utf8",
  );
  expect(desktop).toMatch(/^Exec=edge-lab %f$/m);
  const type = /^MimeType=(.*);$/m.exec(desktop)?.[1];
  if (hasCommand("update-mime-database")) {
    const types = join(place, "mime");
    await cp(join(share, "mime"), types, { recursive: true });
    expect(spawnSync("update-mime-database", [types]).status).toBe(0);
    const globs = await readFile(join(types, "globs2"), "utf8");
    expect(globs).toContain(`${type}:*.edgelab\n`);
  }

  const cli = spawnSync(join(root, "usr/bin/edge-lab-cli"), ["presets"], {
    encoding: "utf8",
  });
  expect(cli.stdout).toContain("chebyshev");
  const home = await makeHome();
  const { page, quit } = await openPackaged(join(root, "usr/bin"), home);
  await page.getByRole("button", { name: "New run" }).first().waitFor();
  expect(await quit()).toBe(0);
  await removeHome(home);

  dpkg("--remove", "edge-lab");
  const left = await filesIn(root);
  expect(left.filter((each) => !each.includes("/var/lib/dpkg/"))).toEqual([]);
});
