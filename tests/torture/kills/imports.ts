import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openArchive } from "../../../main/archive/open";
import { exportCapsules } from "../../../main/files/capsules";
import { targets, type Campaign } from "./campaign";

/** Kills imports of several files with several runs each: all of them are there, or none. */
export async function killImports(campaign: Campaign, rounds: number) {
  const { tally } = campaign;
  const files = [
    await capsule(campaign, "four", [1, 2, 3, 1]),
    await capsule(campaign, "two", [3, 2]),
  ];
  const first = await campaign.restart(await campaign.newArchive());
  const begun = performance.now();
  const { added } = await first.request("files.importRuns", files);
  const all = added.length;
  const time = performance.now() - begun;
  await first.close();
  for (let round = 0; round < rounds; round++) {
    const target = targets[round % 3];
    const path = await campaign.newArchive();
    const lab = await campaign.restart(path);
    const done = lab.request("files.importRuns", files).then(() => true);
    const moment = setTimeout(campaign.within(time), false);
    const isDone = await Promise.race([done, moment]);
    await lab.kill(target);
    tally.kill(target, "an import");
    const mustBeThere = target === "engine" ? await done : isDone;
    if (target === "engine") await lab.close();
    else await (await campaign.restart(path)).close();
    const runs = await campaign.examine(path, lab.acknowledged);
    if (runs.length !== all && (mustBeThere || runs.length > 0))
      tally.partial.push(`${runs.length} of ${all} imported runs are there.`);
    for (const run of runs)
      if (!campaign.isUndisturbed(run))
        tally.partial.push(`"${run.detail.name}" is not what it was.`);
    await rm(dirname(path), { recursive: true });
  }
}

/** Writes runs of the reference to a file that can be imported. */
export async function capsule(
  { folder, reference }: Campaign,
  name: string,
  ids: number[],
): Promise<string> {
  const file = join(folder, `${name}.json`);
  const archive = await openArchive(reference);
  const dialogs = {
    save: () => Promise.resolve(file),
    open: () => Promise.resolve([]),
  };
  try {
    await exportCapsules(archive, dialogs, ids);
  } finally {
    await archive.close();
  }
  return file;
}
