import type { ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { LabBridge, LabEvents } from "../../../core/contract/api";
import { ask, makeHome, openLab, removeHome, type Lab } from "../../e2e/lab";
import type { Acknowledged } from "../program/lab-process";
import { experimentOf, targets, type Campaign } from "./campaign";

/** Kills the engine, the main process or both of the lab as built, with its window. */
export async function killWindows(campaign: Campaign, rounds: number) {
  const { tally } = campaign;
  for (let round = 0; round < rounds; round++) {
    const target = targets[(round + 1) % 3];
    const home = await makeHome();
    const path = join(home, "archive.db");
    let lab = await openLab(home);
    let said = await listen(lab);
    const started = await ask(lab.page, "queue.start", experimentOf(round));
    if (!started.ok) throw new Error(started.error.message);
    const { id } = started.value;
    await setTimeout(campaign.within(3000));
    const engine = await enginesOf(home);
    const main = lab.app.process();
    const { pid } = main;
    const killed = { engine, main: [pid], both: [...engine, pid] }[target];
    for (const each of killed) if (each) process.kill(each, "SIGKILL");
    tally.kill(target, "a run, in the window");
    if (target === "engine") await over(lab, id);
    else await gone(main, home);
    const [run] = await campaign.examine(path, said);
    if (target !== "engine") {
      const begun = performance.now();
      lab = await openLab(home);
      await usable(lab);
      tally.started(performance.now() - begun);
      said = await listen(lab);
    }
    if (run.detail.status !== "finished") {
      tally.resumed++;
      if (run.detail.checkpointStep === 0) tally.fromStart++;
      while (!(await ask(lab.page, "queue.continue", id)).ok)
        await setTimeout(50);
    }
    if ((await over(lab, id)) !== "finished")
      throw new Error("The run did not come to its end.");
    await lab.quit();
    const [whole] = await campaign.examine(path, said);
    tally.cameOut("a run in the window", campaign.isUndisturbed(whole));
    await removeHome(home);
  }
}

/** What the window hears from now on. */
async function listen({ page }: Lab): Promise<Acknowledged> {
  const said: Acknowledged = { rows: new Map(), statuses: new Map() };
  const hear = ({ runId, rows }: LabEvents["seriesGrew"]) =>
    void said.rows.set(runId, rows);
  await page.exposeFunction("hearOfRows", hear);
  await page.evaluate(() => {
    const { lab, hearOfRows } = window as unknown as {
      lab: LabBridge;
      hearOfRows: typeof hear;
    };
    lab.on("seriesGrew", hearOfRows);
  });
  return said;
}

/** Waits until the archive has answered and the window is on the screen. */
async function usable({ app, page }: Lab) {
  const answer = await ask(page, "runs.list");
  if (!answer.ok) throw new Error(answer.error.message);
  const isVisible = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].isVisible(),
    );
  while (!(await isVisible())) await setTimeout(10);
}

/** Waits until nobody works on a run any more; how it ended. */
async function over({ page }: Lab, id: number): Promise<string> {
  for (;;) {
    const answer = await ask(page, "runs.open", id);
    if (!answer.ok) throw new Error(answer.error.message);
    const { status } = answer.value;
    if (status !== "running") return status;
    await setTimeout(50);
  }
}

/**
 * Waits until nothing is left of a lab that was killed, neither its main process nor an engine. A process
 * without an exit code may have threads that still hold its locks, whatever the system calls it.
 */
async function gone(main: ChildProcess, home: string) {
  for (const end = performance.now() + 10_000; ; await setTimeout(20)) {
    const isOver = main.exitCode !== null || main.signalCode !== null;
    if (isOver && (await enginesOf(home)).length === 0) return;
    if (performance.now() > end) throw new Error("A process lives on.");
  }
}

/** The numbers of the engine processes of a lab, by its folder in their command lines. */
async function enginesOf(home: string): Promise<number[]> {
  const pids: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const words = await readFile(`/proc/${name}/cmdline`, "utf8").catch(
      () => "",
    );
    if (words.includes("node.mojom.NodeService") && words.includes(home))
      pids.push(Number(name));
  }
  return pids;
}
