/** What the lab's processes hold, as the system and the page's debugger count it. Linux only. */
import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import type { CDPSession } from "playwright-core";
import { ask, type Lab } from "../e2e/lab";

/** Each number by its name, e.g. `engine memory, MB`. */
export type Usage = Record<string, number>;

export const walName = "log of the archive, MB";

/** Main, engine and page, looked at between two pieces of work. */
export class Meter {
  readonly #lab: Lab;
  readonly #wal: string;
  readonly #debugger: CDPSession;

  private constructor(lab: Lab, home: string, session: CDPSession) {
    this.#lab = lab;
    this.#wal = join(home, "archive.db-wal");
    this.#debugger = session;
  }

  static async open(lab: Lab, home: string): Promise<Meter> {
    const session = await lab.page.context().newCDPSession(lab.page);
    await session.send("Performance.enable");
    return new Meter(lab, home, session);
  }

  /** Whatever nothing refers to any more is given back first, but for the engine's while it works. */
  async read(): Promise<Usage> {
    await untilKept(() => this.#collectGarbage());
    const usage: Usage = {};
    for (const [name, pid] of Object.entries(
      await untilKept(() => this.#processes()),
    )) {
      const status = await readFile(`/proc/${pid}/status`, "utf8");
      usage[`${name} memory, MB`] = numberAfter(status, "VmRSS") / 1024;
      usage[`${name} threads`] = numberAfter(status, "Threads");
      const handles = await handlesOf(pid);
      usage[`${name} handles`] = handles.length;
      // Which a process that was forked must not leave behind.
      if (name === "main")
        usage["of them on the null device"] = handles.filter(
          (target) => target === devNull,
        ).length;
    }
    const { metrics } = await this.#debugger.send("Performance.getMetrics");
    const metric = (name: string) =>
      metrics.find((each) => each.name === name)?.value ?? NaN;
    usage["page heap, MB"] = metric("JSHeapUsedSize") / 2 ** 20;
    usage["page nodes"] = metric("Nodes");
    usage["page listeners"] = metric("JSEventListeners");
    usage[walName] = (await stat(this.#wal)).size / 2 ** 20;
    return usage;
  }

  /** Tensors that the idle engine holds; null where it says none. */
  async tensors(): Promise<number | null> {
    const info = await ask(this.#lab.page, "app.info");
    const state = info.ok ? info.value.engines.states[0] : null;
    return state?.state === "idle" ? state.tensors : null;
  }

  async #collectGarbage() {
    await this.#lab.app.evaluate(() => {
      const v8 = process.getBuiltinModule("node:v8");
      v8.setFlagsFromString("--expose-gc");
      const vm = process.getBuiltinModule("node:vm");
      (vm.runInNewContext("gc") as () => void)();
    });
    await this.#debugger.send("HeapProfiler.collectGarbage");
  }

  async #processes() {
    return this.#lab.app.evaluate(({ app }) => {
      const all = app.getAppMetrics();
      const pid = (test: (one: (typeof all)[number]) => boolean) => {
        const found = all.filter(test);
        if (found.length !== 1)
          throw new Error(`${found.length} processes where one should be.`);
        return found[0].pid;
      };
      return {
        main: pid(({ type }) => type === "Browser"),
        engine: pid(({ name }) => name?.startsWith("Edge Lab engine") === true),
        window: pid(({ type }) => type === "Tab"),
      };
    });
  }
}

/**
 * Asks again where the answer was collected as garbage: nothing in the main process refers to what the
 * debugger waits for.
 */
async function untilKept<T>(ask: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await ask();
    } catch (error) {
      if (!String(error).includes("garbage collected")) throw error;
    }
}

/** What the open handles of a process lead to. */
async function handlesOf(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const targets = (await readdir(folder)).map((handle) =>
    // One that was open for a moment is closed by now.
    readlink(join(folder, handle)).catch(() => ""),
  );
  return (await Promise.all(targets)).filter(Boolean);
}

function numberAfter(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
}
