import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { backupsFolder } from "../../../main/archive/backups";
import { examineFile } from "../examine";
import { digestOf, makeOldArchive } from "../old-archive";
import { LabProcess } from "../program/lab-process";
import { length } from "../length";
import type { Campaign } from "./campaign";

/** Runs of 200 kB in an archive whose migration and backup take a while. */
const oldRuns = length(30, 60);

/** Kills the first opening of an archive of an earlier version, with its backups. */
export async function killMigrations(campaign: Campaign, most: number) {
  const { tally, program } = campaign;
  const old = await campaign.newArchive();
  await makeOldArchive(old, oldRuns);
  const digest = await digestOf(old);
  const begun = performance.now();
  await (await campaign.restart(await campaign.newArchive(old))).close();
  const time = performance.now() - begun;
  for (let kills = 0; kills < most;) {
    const path = await campaign.newArchive(old);
    // Several times the same archive, which may be a version further each time.
    for (let i = 0; i < 3 && kills < most; i++) {
      const lab = new LabProcess(program, path);
      const opened = lab.request("runs.list").then(() => true);
      const moment = setTimeout(0.1 * time + campaign.within(time), false);
      if (await Promise.race([opened, moment])) {
        await lab.close();
        break;
      }
      await lab.kill("main");
      tally.kill("main", "a migration with its backup");
      kills++;
      await lookAt(path, digest, campaign);
    }
    await (await campaign.restart(path)).close();
    await lookAt(path, digest, campaign);
    await rm(dirname(path), { recursive: true });
  }
}

/** Kills backups that somebody asked for. */
export async function killBackups(campaign: Campaign, most: number) {
  const { tally } = campaign;
  const path = await campaign.newArchive();
  await makeOldArchive(path, oldRuns);
  const digest = await digestOf(path);
  const first = await campaign.restart(path);
  const begun = performance.now();
  await first.request("archive.backUp");
  const time = performance.now() - begun;
  await first.close();
  for (let kills = 0; kills < most;) {
    const lab = await campaign.restart(path);
    const done = lab.request("archive.backUp").then(() => true);
    const moment = setTimeout(campaign.within(time), false);
    if (await Promise.race([done, moment])) {
      await lab.close();
      continue;
    }
    await lab.kill("main");
    tally.kill("main", "a backup");
    kills++;
    await lookAt(path, digest, campaign);
    // There is none where it was killed at once.
    await rm(backupsFolder(path), { recursive: true, force: true });
  }
}

/** The archive and all that has the name of a backup: each is whole. */
async function lookAt(path: string, digest: string, { tally }: Campaign) {
  const folder = backupsFolder(path);
  const names = await readdir(folder).catch(() => []);
  const backups = names.filter((name) => name.endsWith(".db"));
  for (const file of [path, ...backups.map((name) => join(folder, name))]) {
    tally.found({ rows: 0, lost: 0, ...(await examineFile(file)) });
    if ((await digestOf(file)) !== digest)
      tally.partial.push(`${file} has not what was in the archive.`);
  }
}
