/** The window and the command line share one archive: real processes, killed for real. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "vite";
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  it,
  onTestFinished,
} from "vitest";
import { open, spec, temporaryPath } from "./helpers";

let program: string;

/** Opens the archive, starts a run and lives on. */
const source = `
import { openArchive } from "./open.js";
const [path, spec, start] = process.argv.slice(2);
// Several of these can meet at one moment.
await new Promise((resolve) => setTimeout(resolve, start - Date.now() - 5));
while (Date.now() < start);
const archive = await openArchive(path);
const run = await archive.createRun(JSON.parse(spec), 40);
console.log(run.id);
process.stdin.once("data", async () => {
  await archive.close();
  process.exit(0);
});
`;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "edge-lab-test-"));
  program = join(folder, "program.mjs");
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: resolve("main/archive/open.ts"),
      outDir: folder,
      emptyOutDir: false,
    },
  });
  await symlink(
    resolve("node_modules"),
    join(folder, "node_modules"),
    "junction",
  );
  await writeFile(join(folder, "package.json"), '{"type": "module"}');
  await writeFile(program, source);
}, 60_000);

afterAll(() => rm(dirname(program), { recursive: true, force: true }));

/** @param at when to open the archive, in milliseconds since 1970; at once when it is past */
async function startRun(
  path: string,
  at = 0,
): Promise<{ child: ChildProcess; id: number }> {
  const args = [program, path, JSON.stringify(spec), String(at)];
  const child = spawn(process.execPath, args, {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit").then(() => {
    throw new Error("The program ended early.");
  });
  const [line] = await Promise.race([once(child.stdout, "data"), ended]);
  return { child, id: Number(line) };
}

async function end(child: ChildProcess, how: "kill" | "close") {
  const ended = once(child, "exit");
  if (how === "kill") child.kill("SIGKILL");
  else child.stdin?.write("end\n");
  await ended;
}

const statusOf = async (
  archive: Awaited<ReturnType<typeof open>>,
  id: number,
) => (await archive.openRun(id)).status;

describe("an archive shared by processes", { timeout: 60_000 }, () => {
  it("leaves the run of a living process alone, and interrupts it once killed", async () => {
    const path = await temporaryPath();
    const { child, id } = await startRun(path);
    const archive = await open(path);
    expect(await statusOf(archive, id)).toBe("running");
    await archive.interruptAbandoned();
    expect(await statusOf(archive, id)).toBe("running");
    await end(child, "kill");
    await archive.interruptAbandoned();
    expect(await statusOf(archive, id)).toBe("interrupted");
    expect(await readdir(join(dirname(path), "owners"))).toEqual([]);
  });

  it("interrupts at the start what a killed process left, paused or not", async () => {
    const path = await temporaryPath();
    const { child, id } = await startRun(path);
    const first = await open(path);
    await first.setStatus(id, "paused");
    await end(child, "kill");
    await first.close();
    expect(await statusOf(await open(path), id)).toBe("interrupted");
  });

  it("interrupts what a process left when it closed", async () => {
    const path = await temporaryPath();
    const { child, id } = await startRun(path);
    await end(child, "close");
    expect(await statusOf(await open(path), id)).toBe("interrupted");
  });

  it("does not take its own runs for left-overs", async () => {
    const archive = await open(await temporaryPath());
    const { id } = await archive.createRun(spec, 40);
    await archive.interruptAbandoned();
    expect(await statusOf(archive, id)).toBe("running");
  });

  it("can be made by several processes at the same moment", async () => {
    for (let round = 0; round < 4; round++) {
      const path = await temporaryPath();
      const soon = Date.now() + 1500;
      const runs = await Promise.all(
        Array.from({ length: 4 }, () => startRun(path, soon)),
      );
      const ids = runs.map(({ id }) => id).sort();
      expect(ids).toEqual([1, 2, 3, 4]);
      const archive = await open(path);
      const statuses = (await archive.listRuns()).map(({ status }) => status);
      expect(statuses).toEqual(Array(4).fill("running"));
      await Promise.all(runs.map(({ child }) => end(child, "kill")));
    }
  });
});
