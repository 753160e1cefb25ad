import { experimentOf, targets, type Campaign } from "./campaign";
import { LabProcess } from "../program/lab-process";

/** Kills the engine, the main process or both during runs, each up to so many times. */
export async function killRuns(
  campaign: Campaign,
  rounds: number,
  most: number,
) {
  const { tally, program } = campaign;
  for (let round = 0; round < rounds; round++) {
    const target = targets[round % 3];
    const spec = experimentOf(round);
    const path = await campaign.newArchive();
    let lab = new LabProcess(program, path);
    const { id } = await lab.request("queue.start", spec);
    let kills = 0;
    while (
      kills < most &&
      !(await lab.comesTo(id, ["finished"], campaign.momentOfRun()))
    ) {
      await lab.kill(target);
      tally.kill(target, "a run");
      kills++;
      if (target === "engine") await lab.reaches(id, "interrupted", "finished");
      const [run] = await campaign.examine(path, lab.acknowledged);
      if (target !== "engine") lab = await campaign.restart(path);
      if (run.detail.status === "finished") break;
      if (run.detail.checkpointStep === 0) tally.fromStart++;
      tally.resumed++;
      await lab.goOn(id);
    }
    if (!(await isOver(lab, id))) await lab.reaches(id, "finished");
    await lab.close();
    const [run] = await campaign.examine(path, lab.acknowledged);
    if (kills > 0) tally.cameOut(spec.name, campaign.isUndisturbed(run));
  }
}

async function isOver(lab: LabProcess, id: number) {
  return (await lab.request("runs.open", id)).status === "finished";
}
