/** The archive in danger, as a person meets it: damaged, gone, put back; and a crash. */
import { once } from "node:events";
import { mkdir, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import { backUpFile } from "../../main/archive/backups";
import { makeArchive } from "../main/archive/damage";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  seriousProblems,
  type Lab,
} from "./lab";

let home: string;
let archive: string;
let lab: Lab;
beforeEach(async () => {
  home = await makeHome();
  archive = join(home, "archive.db");
});
afterEach(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const heading = (name: string) =>
  lab.page.getByRole("heading", { level: 1, name });

/** What is told at the start, on screen. */
const notice = (text: RegExp) =>
  lab.page.getByRole("complementary", { name: "Notices" }).getByText(text);

const button = (name: string | RegExp) =>
  lab.page.getByRole("button", { name });

async function countRuns(page: Page): Promise<number> {
  const reply = await ask(page, "runs.list");
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.length;
}

async function expectNoProblems(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousProblems(page)).toEqual([]);
  }
}

/** What has the focus, by its words. */
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.textContent.trim());

test("a damaged archive: what can be read of it is recovered, by keyboard", async () => {
  await makeArchive(archive, 3);
  const { size } = await stat(archive);
  await truncate(archive, Math.floor((size * 2) / 3 / 4096) * 4096);
  lab = await openLab(home);
  const { page } = lab;
  await heading("The archive is damaged").waitFor();
  expect(await focused(page)).toBe("The archive is damaged");
  await expectNoProblems(page);
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Recover what can be read");
  await page.keyboard.press("Enter");
  await notice(/^The archive was damaged\. \d runs? could be/).waitFor();
  expect(await countRuns(page)).toBeGreaterThan(0);
  await button("Dismiss").press("Enter");
  expect(await notice(/^The archive was damaged/).count()).toBe(0);
});

test("an archive that is gone: a backup takes its place; taken away at work, the lab begins anew", async () => {
  await makeArchive(archive, 2);
  await backUpFile(archive, "automatic");
  await rm(archive);
  lab = await openLab(home);
  const { page } = lab;
  await heading("The archive is not where it was").waitFor();
  await button("Try again").click();
  await page.getByText("Tried again, without success.").waitFor();
  await button("Restore the newest backup").click();
  await notice(/^The archive is now the backup of/).waitFor();
  expect(await countRuns(page)).toBe(2);

  await page.keyboard.press(",");
  await page.getByRole("dialog", { name: "Settings" }).waitFor();
  await rm(archive);
  await heading("The archive is not where it was").waitFor();
  expect(await focused(page)).toBe("The archive is not where it was");
  await button("Restore another backup…").click();
  await page.getByRole("radio", { name: /Rescued 2 runs/ }).waitFor();
  await expectNoProblems(page);
  await button("Cancel").press("Enter");
  expect(await focused(page)).toBe("Restore another backup…");
  await button("Start an empty archive").click();
  await notice(/^A new, empty archive was started\./).waitFor();
  expect(await countRuns(page)).toBe(0);
});

test("an archive that cannot be opened: the lab says so, and can be closed", async () => {
  await mkdir(archive);
  lab = await openLab(home);
  await heading("The archive cannot be opened").waitFor();
  await button("Try again").press("Enter");
  await lab.page.getByText("Tried again, without success.").waitFor();
  const ended = once(lab.app.process(), "exit", {
    signal: AbortSignal.timeout(20_000),
  });
  await lab.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
  await ended;
});

test("backed up from the menu, checked, and restored after runs were lost, by keyboard", async () => {
  await makeArchive(archive, 2);
  lab = await openLab(home);
  const { page } = lab;
  await heading("run 2").waitFor();
  await lab.app.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items[0].submenu?.items ?? [];
    file.find(({ label }) => label.includes("ack up now"))?.click();
  });
  const sheet = page.getByRole("dialog", { name: "Archive and backups" });
  await sheet.getByText(/^Backed up\. .+: 2 runs, /).waitFor();
  await sheet.getByRole("button", { name: "Check the archive" }).press("Enter");
  await sheet.getByText(/^No problems found: 2 runs and [1-9]/).waitFor();
  await expectNoProblems(page);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });

  expect(await ask(page, "runs.remove", [1, 2])).toMatchObject({ ok: true });
  expect(await ask(page, "runs.purge", [1, 2])).toMatchObject({ ok: true });
  await page.keyboard.press("b");
  await sheet.getByRole("button", { name: /^Restore…/ }).press("Enter");
  await expectNoProblems(page);
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Restore this backup");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await focused(page)).toMatch(/^Restore…/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await notice(/^The archive is now the backup of/).waitFor();
  expect(await countRuns(page)).toBe(2);
});

test("killed in the middle of a run, the lab says so at the next start, and the run goes on", async () => {
  lab = await openLab(home);
  const { spec } = presetOf("chebyshev");
  await ask(lab.page, "queue.start", {
    ...spec,
    name: "Cut off",
    steps: 500_000,
  });
  const checkpoint = async () => {
    const reply = await ask(lab.page, "runs.open", 1);
    return reply.ok ? reply.value.checkpointStep : null;
  };
  await expect.poll(checkpoint, { timeout: 60_000 }).not.toBeNull();
  const pid = lab.app.process().pid;
  if (pid === undefined) throw new Error("The lab does not run.");
  process.kill(pid, "SIGKILL");

  lab = await openLab(home);
  await notice(
    /^Edge Lab ended unexpectedly the last time: “Cut off” was interrupted at step/,
  ).waitFor();
  await lab.page.keyboard.press("n");
  await button("Show the run").click();
  await heading("Cut off").waitFor();
  await button(/^Continue from step/).click();
  await button("Pause").waitFor();
  await button("Dismiss").click();
});
