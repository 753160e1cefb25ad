/** The archive screen with 10,000 runs: its list, its filter and its scrolling. Printed, not asserted on a clock. */
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Page } from "playwright-core";
import { Database } from "../../main/archive/db";
import { openArchive } from "../../main/archive/open";
import { makeHome, openLab, removeHome } from "../e2e/lab";
import { listTimes } from "./list-times";
import { addRuns } from "./many-runs";
import { figure, print, say } from "./measure";

const runs = Number(process.env.EDGE_LAB_BENCH_RUNS ?? 10_000);

test("list, filter and scroll", async () => {
  const home = await makeHome();
  const archive = await openArchive(join(home, "archive.db"));
  await addRuns(archive, runs);
  await archive.close();
  const lab = await openLab(home);
  const { page } = lab;
  try {
    await page.getByRole("listbox", { name: "Runs, newest first" }).waitFor();
    say(`${runs} runs`);
    const lists = await listTimes(page);
    figure(
      "list of 10,000 runs, asked for and read in the window",
      lists,
      "ms",
      {
        most: 300,
      },
    );

    await page.keyboard.press("a");
    const grid = page.getByRole("grid", { name: "Runs" });
    await grid.getByRole("row").nth(5).waitFor();
    const letters = await filterTimes(page, "eta > 0.2 crossing < 500 tanh");
    figure("a letter of its filter to the next frame", letters, "ms", {
      most: 100,
    });
    await page.getByLabel("Search the runs").fill("");
    const { frames, blanks } = await scrollTimes(page);
    print("frames while scrolling, ms (goal: none blank over 100)", frames);
    say(`longest time without rows in view: ${blanks.toFixed(0)} ms`);
    expect(frames.length).toBeGreaterThan(0);
  } finally {
    await lab.quit();
    await removeHome(home);
  }
});

test("an archive of 100,000 runs", async () => {
  const home = await makeHome();
  const path = join(home, "archive.db");
  const archive = await openArchive(path);
  await addRuns(archive, 1000);
  await archive.close();
  await multiply(path, 100);
  const started = performance.now();
  const lab = await openLab(home);
  const { page } = lab;
  try {
    await page.getByRole("listbox", { name: "Runs, newest first" }).waitFor();
    const shown = performance.now() - started;
    figure(
      "start with 100,000 runs: to the newest in the list",
      [shown],
      "ms",
      {
        most: 1200,
      },
    );
    const { whole, frames } = await readingTimes(page);
    figure("from then until all 100,000 are in the list", [whole], "ms");
    print("frames meanwhile, ms", frames);
    await page.getByText("100,000", { exact: true }).first().waitFor();
    await page.keyboard.press("a");
    await page.getByRole("grid", { name: "Runs" }).waitFor();
    print("a letter of the filter to the next frame, ms", [
      ...(await filterTimes(page, "eta > 0.2 crossing < 500 tanh")),
    ]);
  } finally {
    await lab.quit();
    await removeHome(home);
  }
});

/** Makes so many of each run, without its curves. */
async function multiply(path: string, times: number) {
  const db = await Database.open(path, { create: false, busyTimeout: 0 });
  await db.write(async (sql) => {
    const columns = await sql.all<{ name: string }>(
      `SELECT name FROM pragma_table_info('runs') WHERE name != 'id'`,
    );
    const names = columns.map(({ name }) => name).join(", ");
    await sql.run(
      `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO runs (${names}) SELECT ${names} FROM n, runs`,
      [times],
    );
  });
  await db.close();
}

/** Waits until the list is whole: how long, and the time between frames. */
function readingTimes(page: Page) {
  return page.evaluate(async () => {
    const start = performance.now();
    const frames: number[] = [];
    const isWhole = () =>
      !document.querySelector("nav")?.textContent.includes("more than");
    for (let last = start; !isWhole(); last += frames.at(-1) ?? 0) {
      await new Promise((done) => requestAnimationFrame(done));
      frames.push(performance.now() - last);
    }
    return { whole: performance.now() - start, frames };
  });
}

/** Types a text letter by letter: the time of each until the frame after it is drawn. */
function filterTimes(page: Page, text: string): Promise<number[]> {
  return page.evaluate(async (text) => {
    const field = document.querySelector<HTMLInputElement>(
      'input[aria-label="Search the runs"]',
    );
    const times: number[] = [];
    if (!field) return times;
    for (let length = 1; length <= text.length; length++) {
      const start = performance.now();
      field.value = text.slice(0, length);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise<void>((done) =>
        requestAnimationFrame(() => setTimeout(done, 0)),
      );
      times.push(performance.now() - start);
    }
    return times;
  }, text);
}

/** Scrolls the whole table in two seconds: the time between frames, and how long no row was in view. */
function scrollTimes(page: Page) {
  return page.evaluate(async () => {
    const grid = document.querySelector<HTMLElement>('[role="grid"]');
    const frames: number[] = [];
    if (!grid) return { frames, blanks: Infinity };
    const box = grid.getBoundingClientRect();
    let [blanks, blankSince] = [0, 0];
    const start = performance.now();
    let last = start;
    while (last - start < 2000) {
      grid.scrollTop = ((last - start) / 2000) * grid.scrollHeight;
      await new Promise((done) => requestAnimationFrame(done));
      // What the frame before this one showed.
      const now = performance.now();
      const middle = document.elementFromPoint(
        box.left + 80,
        box.top + box.height / 2,
      );
      if (middle?.closest('[role="row"]')) blankSince = 0;
      else blankSince ||= last;
      if (blankSince) blanks = Math.max(blanks, now - blankSince);
      frames.push(now - last);
      last = now;
    }
    return { frames, blanks };
  });
}
