/** The lab without its window, as processes that can be killed one by one. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { build } from "vite";
import { dependencies } from "../../../package.json";
import type { RequestName, RequestValue } from "../../../core/contract/api";
import { LabFailure } from "../../../core/errors";
import type { RunStatus } from "../../../core/run/status";
import type { RowCounts } from "../../../main/archive/tails";
import type { Line } from "./lines";

export type Target = "engine" | "main" | "both";

const sources = resolve("tests/torture/program");

/** Bundles the program into a new folder; answers with the folder. */
export async function buildProgram(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "edge-lab-program-"));
  await build({
    configFile: false,
    logLevel: "error",
    // As in the application: all but the packages with machine code is part of the bundle.
    ssr: { noExternal: true, external: Object.keys(dependencies) },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: {
        input: {
          main: join(sources, "main.ts"),
          engine: join(sources, "engine.ts"),
        },
      },
    },
  });
  await writeFile(join(folder, "package.json"), '{"type": "module"}');
  for (const clock of ["fast-clock.mjs", "jumping-clock.mjs"])
    await cp(join(sources, clock), join(folder, clock));
  // Without TensorFlow, which takes a second to load and is not needed in float64.
  await mkdir(join(folder, "node_modules"));
  await symlink(
    resolve("node_modules/sqlite3"),
    join(folder, "node_modules/sqlite3"),
    "junction",
  );
  return folder;
}

/** What a process has said is stored: it must be there whatever happens to the process. */
export interface Acknowledged {
  rows: Map<number, RowCounts>;
  statuses: Map<number, RunStatus>;
}

export class LabProcess {
  /** When it was started, in milliseconds of performance.now(). */
  readonly startedAt = performance.now();
  readonly acknowledged: Acknowledged = {
    rows: new Map(),
    statuses: new Map(),
  };
  /** All states that an engine has been in. */
  readonly engineStates = new Set<string>();
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #answers = new Map<
    number,
    { hear: (line: Line) => void; refuse: (reason: Error) => void }
  >();
  #enginePid = 0;
  #requests = 0;

  /**
   * @param program folder of the bundled program
   * @param clock a module of it that changes the clocks of both processes
   */
  constructor(program: string, archivePath: string, clock = "fast-clock.mjs") {
    const options = ["--import", join(program, clock)];
    this.#child = spawn(
      process.execPath,
      [...options, join(program, "main.js"), archivePath, ...options],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    const { stdin, stdout } = this.#child;
    if (!stdin || !stdout) throw new Error("There are no pipes.");
    // Whoever writes to a process that is killed is told so.
    stdin.on("error", () => undefined);
    const lines = createInterface({ input: stdout });
    lines.on("line", (text) => this.#hear(JSON.parse(text) as Line));
    // One that cannot start answers nobody; a signal is how a test ends it.
    this.#child.once("exit", (code) => {
      for (const { refuse } of code ? this.#answers.values() : [])
        refuse(new Error(`The lab ended with code ${code}.`));
    });
    // The last line may come later than the end of the process; and a process that ends closes its
    // pipes while it still holds its locks.
    this.#exited = Promise.all([
      once(lines, "close"),
      once(this.#child, "exit"),
    ]);
  }

  /** Asks the lab or its keeper; rejects when it refuses. Never settles when it is killed over it. */
  async request<K extends RequestName>(
    request: K | "close",
    ...args: unknown[]
  ): Promise<Awaited<RequestValue<K>>> {
    const id = ++this.#requests;
    const answered = new Promise<Line>((hear, refuse) =>
      this.#answers.set(id, { hear, refuse }),
    );
    this.#child.stdin?.write(`${JSON.stringify({ id, request, args })}\n`);
    const line = await answered;
    if ("error" in line && line.error) throw new LabFailure(line.error);
    if (!("value" in line)) return undefined as never;
    return line.value as Awaited<RequestValue<K>>;
  }

  /** Whether a run comes into one of these states within so many milliseconds. */
  async comesTo(id: number, statuses: RunStatus[], within: number) {
    for (const end = performance.now() + within; ; await setTimeout(5)) {
      const status = this.acknowledged.statuses.get(id);
      if (status && statuses.includes(status)) return true;
      if (performance.now() > end) return false;
    }
  }

  async reaches(id: number, ...statuses: RunStatus[]) {
    if (await this.comesTo(id, statuses, 60_000)) return;
    throw new Error(`Run ${id} did not become ${statuses.join(" or ")}.`);
  }

  /** Waits for the first rows of a run. */
  async hasRows(id: number) {
    while (!this.acknowledged.rows.has(id)) await setTimeout(5);
  }

  /** Lets a run go on; an engine that has just been killed is still being put away. */
  async goOn(id: number) {
    for (const end = performance.now() + 10_000; ; await setTimeout(20))
      try {
        return await this.request("queue.continue", id);
      } catch (thrown) {
        const isBusy =
          thrown instanceof LabFailure && thrown.error.code === "busy";
        if (!isBusy || performance.now() > end) throw thrown;
      }
  }

  /** Sends a signal to one of the two processes. */
  signal(target: "engine" | "main", signal: NodeJS.Signals) {
    const { pid } = this.#child;
    process.kill(target === "engine" ? this.#enginePid : (pid ?? 0), signal);
  }

  /** SIGKILL. Of an engine whose main process is killed it waits for the end as well. */
  async kill(target: Target) {
    if (target !== "main" && this.#enginePid > 0) kill(this.#enginePid);
    if (target === "engine") return;
    this.#child.kill("SIGKILL");
    await this.#exited;
    for (let waited = 0; isAlive(this.#enginePid); waited += 5) {
      if (waited > 10_000) throw new Error("The engine outlived its lab.");
      await setTimeout(5);
    }
  }

  /** An orderly end. */
  async close() {
    await this.request("close");
    await this.#exited;
  }

  #hear(line: Line) {
    if ("answer" in line) {
      this.#answers.get(line.answer)?.hear(line);
      this.#answers.delete(line.answer);
    } else if (line.event === "engine") this.#enginePid = line.payload;
    else if (line.event === "enginesChanged")
      for (const { state } of line.payload.states) this.engineStates.add(state);
    else if (line.event === "seriesGrew")
      this.acknowledged.rows.set(line.payload.runId, line.payload.rows);
    else if (line.event === "runChanged") {
      const { id, status } = line.payload;
      // It goes on from a checkpoint: the rows after it are computed again.
      const before = this.acknowledged.statuses.get(id);
      if (status === "running" && before !== "running")
        this.acknowledged.rows.delete(id);
      this.acknowledged.statuses.set(id, status);
    }
  }
}

function kill(pid: number) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** A process that has ended may keep its number until somebody asks for its exit code. */
function isAlive(pid: number): boolean {
  try {
    const [, state] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    return pid > 0 && !state.startsWith("Z");
  } catch {
    return false;
  }
}
