/** The program as people get it: what is in it, what is locked, and that it works as it is. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCurrentFuseWire } from "@electron/fuses";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { presetOf } from "../../core/experiment/presets";
import type { ResultFile } from "../../core/export/result-file";
import { archive } from "../../scripts/package/archive.mjs";
import { billOfMaterials } from "../../scripts/package/bill.mjs";
import { shipped } from "../../scripts/package/shipped.mjs";
import { sizesOf } from "../../scripts/package/sizes.mjs";
import { packageIfStale } from "../../scripts/package/unpacked.mjs";
import { PROJECT } from "../../scripts/project.mjs";
import { ask, makeHome, removeHome } from "../e2e/lab";
import { isLong } from "./length";
import { openPackaged, type Packaged } from "./packaged";
import { printTable } from "./table";

let folder: string;
let home: string;
beforeAll(async () => {
  const begun = Date.now();
  folder = await packageIfStale(PROJECT, process.stdout);
  home = await makeHome();
  const megabytes = Object.entries(sizesOf(folder)).map(([name, bytes]) => [
    name,
    `${(bytes / 1e6).toFixed(1)} MB`,
  ]);
  printTable("The packaged program", {
    "seconds to build": (Date.now() - begun) / 1000,
    ...Object.fromEntries(megabytes),
  });
});
afterAll(() => removeHome(home));

const inside = (name: string) => join(folder, name);

test("19. Check which fuses you can change: all that can be are set, in the program alone", async () => {
  // As they stand in the program: the characters 0 and 1.
  const [off, on] = [48, 49];
  const fuses = await getCurrentFuseWire(inside("edge-lab"));
  // In the order of the wire; the last one is younger than the library's names.
  expect(Array.from({ length: 8 }, (_, i) => fuses[i as 0])).toEqual([
    off, // RunAsNode
    on, // EnableCookieEncryption
    off, // EnableNodeOptionsEnvironmentVariable
    off, // EnableNodeCliInspectArguments
    on, // EnableEmbeddedAsarIntegrityValidation
    on, // OnlyLoadAppFromAsar
    off, // LoadBrowserProcessSpecificV8Snapshot
    off, // GrantFileProtocolExtraPrivileges
  ]);
  // The Electron it was made from is shared by every checkout, and the tests of the window need it.
  const source = join(PROJECT, "node_modules", "electron", "dist", "electron");
  expect((await getCurrentFuseWire(source))[3]).toBe(on);
  for (const file of [
    "edge-lab",
    "resources/app.asar.unpacked/node_modules/@tensorflow/tfjs-node/deps/lib/libtensorflow_cc.so.2",
  ])
    expect((await stat(inside(file))).nlink).toBe(1);
});

test("the program is no Node for others, and no debugger gets into its main process", () => {
  const run = (args: string[], env: NodeJS.ProcessEnv) =>
    spawnSync(inside("edge-lab"), args, {
      // Without a display it ends by itself, after it has looked at its arguments.
      env: { ...process.env, DISPLAY: "", WAYLAND_DISPLAY: "", ...env },
      encoding: "utf8",
      timeout: 20_000,
    });
  const asNode = run(["-e", "console.log('as', 'node')"], {
    ELECTRON_RUN_AS_NODE: "1",
  });
  expect(asNode.stdout).not.toContain("as node");
  const inspected = run(["--no-sandbox", "--inspect=0"], {});
  expect(inspected.stderr).not.toContain("Debugger listening");
  const required = run(["--no-sandbox"], {
    NODE_OPTIONS: "--require=/nowhere/at/all.js",
  });
  // Where it is read at all, Electron says that it will not follow it.
  expect(required.stderr).not.toContain("NODE_OPTION");
});

test("what must be in it is there, and nothing of what made it", async () => {
  for (const name of [
    "LICENSE.edge-lab.txt",
    "LICENSE.electron.txt",
    "LICENSES.chromium.html",
    "resources/app.asar",
  ])
    expect(statSync(inside(name)).size).toBeGreaterThan(1000);
  expect(await readdir(inside("locales"))).toEqual(["en-US.pak"]);
  expect((await readdir(inside("resources"))).sort()).toEqual([
    "app.asar",
    "app.asar.unpacked",
  ]);
  const unpacked = await readdir(inside("resources/app.asar.unpacked"), {
    recursive: true,
    withFileTypes: true,
  });
  const files = unpacked.filter((entry) => !entry.isDirectory());
  expect(files.map(({ name }) => name).sort()).toEqual([
    "libtensorflow.so",
    "libtensorflow.so.2",
    "libtensorflow_cc.so.2",
    "libtensorflow_framework.so",
    "libtensorflow_framework.so.2",
    "node_sqlite3.node",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
    "tfjs_binding.node",
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
  ]);
  expect(sizesOf(folder)["all of it"]).toBeLessThan(0.95e9);
});

test("the bill of materials names every package with its hash, and what no lockfile knows", () => {
  const { components } = billOfMaterials(PROJECT);
  const names = components.map(({ name }) => name);
  for (const name of [...shipped, "svelte", "zod", "katex", "chart.js"])
    expect(names).toContain(name);
  const others = components.filter(({ purl }) => !purl);
  expect(others.map(({ name }) => name).sort()).toEqual([
    "Chromium and Node.js",
    "Electron",
    "Iris flowers",
    "MNIST digits",
    "SQLite",
    "TensorFlow",
  ]);
  const unknown = components.filter((each) => each.purl && !("hashes" in each));
  expect(unknown).toEqual([]);
});

test("it runs a preset and MNIST on TensorFlow, ends in order, and finds both again", async () => {
  await work(folder);
});

test("its command line computes the same numbers as a checkout, without a display", async () => {
  const env = {
    ...process.env,
    EDGE_LAB_HOME: await mkdtemp(join(home, "command-line-")),
    DISPLAY: undefined,
  };
  const packaged = inside("edge-lab-cli");
  const checkout = [join(PROJECT, "out", "main", "cli.js")];
  const call = (program: string, args: string[], input = "") =>
    spawnSync(program, args, { env, input, encoding: "utf8" });
  const spec = { ...presetOf("chebyshev").spec, steps: 200 };
  const run = ["run", "-", "--json"];
  const both = [
    call(packaged, run, JSON.stringify(spec)),
    call(process.execPath, [...checkout, ...run], JSON.stringify(spec)),
  ];
  const [ours, theirs] = both.map(({ status, stdout, stderr }) => {
    expect(stderr).toContain("All 200 steps are done.");
    expect(stderr).not.toMatch(/ERROR|dbus/i);
    expect(status).toBe(0);
    return JSON.parse(stdout) as ResultFile;
  });
  const numbers = ({ result }: ResultFile) => ({
    ...result.series,
    seconds: undefined,
  });
  expect(numbers(ours)).toEqual(numbers(theirs));
  const list = call(packaged, ["list", "--json"]);
  expect(JSON.parse(list.stdout)).toHaveLength(2);
  const wrong = call(packaged, ["walk"]);
  expect([wrong.status, wrong.stdout, wrong.stderr]).toEqual([
    2,
    "",
    'There is no command "walk".\nedge-lab-cli help lists the commands.\n',
  ]);
});

test("its command line keeps what it has when it is interrupted, and goes on later", async () => {
  const own = await mkdtemp(join(home, "interrupted-"));
  const env = { ...process.env, EDGE_LAB_HOME: own };
  const start = (args: string[]) => {
    const child = spawn(inside("edge-lab-cli"), args, {
      env: { ...env, DISPLAY: undefined },
    });
    let said = "";
    child.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
    child.stdin.end(
      JSON.stringify({ ...presetOf("chebyshev").spec, steps: 1500 }),
    );
    return { child, said: () => said };
  };
  const first = start(["run", "-"]);
  await expect.poll(first.said, { timeout: 60_000 }).toMatch(/[1-9]\/1500/);
  first.child.kill("SIGINT");
  expect(await once(first.child, "exit")).toEqual([130, null]);
  expect(first.said()).toMatch(/Stopped at step \d+\./);
  const second = start(["resume", "1"]);
  expect(await once(second.child, "exit")).toEqual([0, null]);
  expect(second.said()).toContain("All 1,500 steps are done.");
});

test("a study that it writes for a cluster runs with its command line, as on a node", async () => {
  const place = await mkdtemp(join(home, "study-"));
  const programs = await mkdtemp(join(place, "programs-"));
  for (const name of ["dirname", "readlink", "setsid"]) {
    const { stdout } = spawnSync("which", [name], { encoding: "utf8" });
    await symlink(stdout.trim(), join(programs, name));
  }
  const env = {
    ...process.env,
    EDGE_LAB_HOME: place,
    DISPLAY: undefined,
    // What the script that starts it needs, and no sbatch.
    PATH: programs,
  };
  const call = (program: string, args: string[], more = {}) =>
    spawnSync(program, args, { env: { ...env, ...more }, encoding: "utf8" });
  const file = join(place, "study.json");
  const study = {
    edgeLab: 1,
    study: "Two step sizes",
    base: { ...presetOf("chebyshev").spec, steps: 20 },
    vary: { "optimizer.stepSize": [0.1, 0.2] },
  };
  await writeFile(file, JSON.stringify(study));
  const written = join(place, "written");
  const cli = inside("edge-lab-cli");
  const sent = call(cli, ["sweep", file, "--slurm", written, "--pack", "2"]);
  expect(sent.stdout).toContain("Wrote 2 runs in 1 task");
  const job = await readFile(join(written, "job.sh"), "utf8");
  expect(job).toContain(`\nEDGE_LAB=${cli}\n`);
  const task = { SLURM_SUBMIT_DIR: written, SLURM_ARRAY_TASK_ID: "1" };
  const { status, stderr } = call("/bin/sh", [join(written, "job.sh")], task);
  expect(stderr).toMatch(/^Handed in as 1-[0-9a-f]+\.db\.$/m);
  expect(status).toBe(0);
  expect(call(cli, ["collect", written]).stdout).toContain(
    "Two step sizes: 2 of 2 runs were added to the archive.",
  );
});

if (isLong)
  test("the same out of the tar.gz, in a folder with a space and an umlaut in its name", async () => {
    const file = archive(folder, "0.0.0");
    const place = await mkdtemp(join(tmpdir(), "edge-lab-"));
    const unpacked = join(place, "Größer als zuvor");
    try {
      await mkdir(unpacked);
      const tar = ["-xzf", file, "-C", unpacked, "--strip-components=1"];
      expect(spawnSync("tar", tar).status).toBe(0);
      printTable("The tar.gz", {
        size: `${(statSync(file).size / 1e6).toFixed(1)} MB`,
      });
      await work(unpacked);
    } finally {
      await rm(place, { recursive: true, force: true });
      await rm(file);
    }
  });

/** A session and the next one. */
async function work(program: string) {
  await removeHome(home);
  home = await makeHome();
  const first = await openPackaged(program, home);
  const { page } = first;
  await page.getByRole("button", { name: "New run" }).first().click();
  const title = presetOf("chebyshev").title;
  await page.getByRole("radio", { name: title, exact: true }).check();
  await page.getByLabel("Steps", { exact: true }).fill("1100");
  await page.getByRole("button", { name: "Start run" }).click();
  const crossed = "Sharpness reached 2/η at step 991.";
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByText(crossed).first().waitFor();
  await finished(first, 1);

  const digits: ExperimentSpec = {
    ...presetOf("mnist-1k-tanh").spec,
    name: "Digits",
    steps: 4,
    measure: { sharpness: { every: 2, k: 1 } },
    precision: "float32",
  } as ExperimentSpec;
  await ask(page, "queue.start", digits);
  const before = [await finished(first, 1), await finished(first, 2)];
  expect(before[1].engine).toMatchObject({ backend: "tensorflow" });
  expect(await first.quit()).toBe(0);
  expect(existsSync(join(home, "archive.db-wal"))).toBe(false);

  const second = await openPackaged(program, home);
  await second.page.getByRole("option", { name: title }).click();
  await second.page.getByRole("tab", { name: "Events" }).click();
  await second.page.getByText(crossed).first().waitFor();
  expect([await finished(second, 1), await finished(second, 2)]).toEqual(
    before,
  );
  expect(await second.quit()).toBe(0);
}

/** A run with all that is kept of it, once it is over. */
async function finished({ page }: Packaged, id: number) {
  const find = async () => {
    const reply = await ask(page, "runs.open", id);
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value;
  };
  await expect
    .poll(async () => (await find()).status, { timeout: 60_000 })
    .toBe("finished");
  return find();
}
