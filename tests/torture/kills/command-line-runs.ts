import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { commandLine } from "../program/command-line";
import { experimentOf, type Campaign } from "./campaign";

/** The command line as built; its engine process ends with it. */
export async function killCommandLine(
  campaign: Campaign,
  rounds: number,
  most: number,
) {
  const { tally, program } = campaign;
  for (let round = 0; round < rounds; round++) {
    const spec = experimentOf(round);
    const path = await campaign.newArchive();
    const file = join(dirname(path), "experiment.json");
    await writeFile(file, JSON.stringify(spec));
    let command = ["run", file];
    for (let kills = 0; ;) {
      const lab = commandLine(program, path, command);
      const ended = lab.ended.then(() => true);
      const moment = setTimeout(campaign.momentOfRun(), false);
      if (kills < most && !(await Promise.race([ended, moment]))) {
        lab.kill();
        tally.kill("the command line", "a run");
        kills++;
      }
      await ended;
      const [run] = await campaign.examine(path, lab.acknowledged());
      const begun = performance.now();
      await commandLine(program, path, ["list"]).ended;
      tally.started(performance.now() - begun);
      // It had not begun.
      if (!run) continue;
      if (run.detail.status === "finished") {
        if (kills > 0) tally.cameOut(spec.name, campaign.isUndisturbed(run));
        break;
      }
      if (run.detail.checkpointStep === 0) tally.fromStart++;
      tally.resumed++;
      command = ["resume", String(run.detail.id)];
    }
  }
}
