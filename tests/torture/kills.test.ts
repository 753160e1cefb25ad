/**
 * Real processes, killed with SIGKILL at random moments: whatever they had said is stored must be
 * there, nothing may be half there, and what was cut short goes on to the same numbers.
 * EDGE_LAB_SEED repeats the moments of an earlier campaign, as far as the machine is as quick.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Campaign } from "./kills/campaign";
import { killCommandLine } from "./kills/command-line-runs";
import { killImports } from "./kills/imports";
import { killBackups, killMigrations } from "./kills/openings";
import { killRuns } from "./kills/runs";
import { killWindows } from "./kills/window";
import { isLong, length } from "./length";
import { printTable } from "./table";

const seed = Number(process.env.EDGE_LAB_SEED ?? Date.now() % 1_000_000);
let campaign: Campaign;

beforeAll(async () => {
  campaign = await Campaign.begin(seed);
});

afterAll(async () => {
  printTable("Kills", { ...campaign.tally.table(), seed });
  await campaign.end();
});

test("a run whose engine, main process or both are killed", () =>
  killRuns(campaign, length(4, 30), length(1, 4)));

test("the command line, whose engine process ends with it", () =>
  killCommandLine(campaign, length(1, 15), length(2, 4)));

test("the first opening of an archive of an earlier version, with its backups", () =>
  killMigrations(campaign, length(2, 50)));

test("a backup that somebody asks for", () =>
  killBackups(campaign, length(1, 30)));

test("an import of several files", () => killImports(campaign, length(2, 40)));

test("the lab as built, with its window", () =>
  killWindows(campaign, length(2, 18)));

test("nothing was lost, nothing is half there, and every run came out the same", () => {
  const { lost, partial, broken, unequal, kills, slowestStart } =
    campaign.tally;
  expect(lost).toBe(0);
  expect(partial).toEqual([]);
  expect(broken).toEqual([]);
  expect(unequal).toEqual([]);
  expect(kills).toBeGreaterThanOrEqual(length(6, 200));
  if (isLong) expect(slowestStart).toBeLessThan(5000);
});
