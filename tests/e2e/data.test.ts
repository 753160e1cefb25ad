/** A person's own table in the real window: chosen, understood, changed and run. */
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  seriousProblems,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;
let page: Page;

const kinds = ["setosa", "versicolor", "virginica"];
const flowers = [
  "id,length,width,seen on,kind",
  ...Array.from({ length: 60 }, (_, i) => {
    const kind = Math.floor(i / 20);
    const width = i === 7 ? "" : (3 - kind / 4 + (i % 5) / 10).toFixed(1);
    return `${i + 1},${(5 + kind + (i % 7) / 10).toFixed(1)},${width},2024-01-${1 + (i % 28)},${kinds[kind]}`;
  }),
].join("\n");

beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  page = lab.page;
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

async function choose(path: string) {
  await lab.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ filePaths: [filePath], canceled: false });
  }, path);
  await page.getByRole("button", { name: "Choose file…" }).click();
}

/** A new run of a small preset with data from a table. */
async function newTable() {
  await page.getByRole("button", { name: "New run" }).first().click();
  await page
    .getByRole("radio", { name: "Chebyshev T₃, 20 hidden units", exact: true })
    .check();
  await page.getByLabel("Steps", { exact: true }).fill("10");
  const card = page.getByRole("radio", { name: "CSV file", exact: true });
  if (!(await card.isVisible()))
    await page.getByRole("button", { name: /^Data/ }).click();
  await page.locator("label", { has: card }).click();
}

const columns = () => page.getByRole("grid", { name: "Columns of the file" });
const gets = () => page.getByLabel("What the network gets");
const pressed = (name: string) =>
  page.getByRole("button", { name, exact: true }).getAttribute("aria-pressed");

async function lastRun() {
  const reply = await ask(page, "runs.list");
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value[0];
}

test("before a file is chosen nothing is called wrong", async () => {
  await newTable();
  await page.getByText("Choose a data file first.").waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(await page.locator('[aria-invalid="true"]').count()).toBe(0);
  expect(await page.getByText(/\d problem/).count()).toBe(0);
});

test("a newcomer's path: choose, answer, start; the run used it", async () => {
  const path = join(home, "flowers.csv");
  await writeFile(path, flowers);
  await choose(path);
  await page.getByText("“kind” is the target").waitFor();
  await page.getByText("“id” is ignored: it seems to number").waitFor();
  await page.getByText("“seen on” is ignored: dates").waitFor();
  await page.getByText("60 rows of 5 columns").waitFor();
  const table = await columns().innerText();
  for (const text of ["label", "date", "1 to 60", "setosa, versicolor"])
    expect(table).toContain(text);
  expect(await pressed("Target: kind")).toBe("true");
  expect(await pressed("Ignore: id")).toBe("true");
  // The question about missing values is asked once, without the words of the experiment file.
  await page.getByText("What should happen to these rows?").waitFor();
  await page.waitForTimeout(500);
  expect(await page.getByText('set "missing"').count()).toBe(0);
  // The first rows as they stand in the file.
  const first = page.getByRole("region", { name: /^First rows/ });
  expect(await first.innerText()).toContain("missing");
  await page.getByRole("button", { name: "Leave these rows out" }).click();
  await gets().waitFor();
  const text = await gets().innerText();
  expect(text).toContain("59 samples to train on, none set aside");
  expect(text).toContain("1 row of 60 not used");
  expect(text).toContain("2 inputs");
  expect(text).toContain("3 outputs, for 3 classes: setosa");
  expect(text).toContain("fits these targets");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect
    .poll(async () => (await lastRun())?.status, { timeout: 30_000 })
    .toBe("finished");
  const run = await ask(page, "runs.open", (await lastRun()).id);
  if (!run.ok) throw new Error(run.error.message);
  expect(run.value.engine?.data).toMatchObject({
    samples: 59,
    inputShape: [2],
    classes: 3,
  });
});

test("a column's role is changed by keyboard, for several at once, and undone", async () => {
  await page.getByRole("button", { name: "New run" }).first().click();
  await columns().focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("o");
  await expect.poll(() => pressed("Target: length")).toBe("true");
  expect(await pressed("Input: kind")).toBe("true");
  await expect
    .poll(() => gets().innerText())
    .toMatch(/4 inputs[\s\S]*1 output/);
  // Two columns, marked with Shift, are ignored together.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("x");
  await expect.poll(() => pressed("Ignore: width")).toBe("true");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  await page.getByText("That would leave no target").waitFor();
  await page.keyboard.press("Control+z");
  await expect.poll(() => pressed("Input: width")).toBe("true");
  await page.keyboard.press("Control+z");
  await expect.poll(() => pressed("Target: kind")).toBe("true");
  await gets().getByText("3 outputs").waitFor();
});

test.each(["light", "dark"] as const)(
  "the %s theme has no serious accessibility problem",
  async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await columns().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  },
);

test("a file that moved is told when the window is looked at again, with a way out", async () => {
  const path = join(home, "flowers.csv");
  await rename(path, `${path}.away`);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await page.getByText("is not there any more").waitFor();
  await rename(`${path}.away`, path);
  await page.getByRole("button", { name: "Look again" }).click();
  await page.getByText("is not there any more").waitFor({ state: "detached" });
  await gets().waitFor();
  await writeFile(path, `${flowers}\n61,9.9,3.3,2024-02-01,setosa\n`);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await page.getByText("has changed since it was read").waitFor();
  await page.getByRole("button", { name: "Read it again" }).click();
  await page.getByText("61 rows of 5 columns").waitFor();
});

test("a first row that may be a sample is asked about", async () => {
  const path = join(home, "headless.csv");
  const rows = Array.from(
    { length: 9 },
    (_, i) => `${i / 2},${i * i},${i + 3}`,
  );
  await writeFile(path, rows.join("\n"));
  await newTable();
  await choose(path);
  await page.getByText("row 1 looks like data").waitFor();
  await page.getByRole("button", { name: "Row 1 is a sample" }).click();
  await gets().getByText("9 samples to train on").waitFor();
});

test("100,000 rows of 50 columns are read while the window goes on, and may be cancelled", async () => {
  const path = join(home, "large.csv");
  const line = Array.from({ length: 50 }, (_, i) => (i * 1.25).toFixed(3));
  const head = line.map((_, i) => `column ${i}`).join(",");
  const body = Array.from(
    { length: 100_000 },
    (_, i) => `${i / 8},${line.slice(1).join(",")}`,
  );
  await writeFile(path, [head, ...body].join("\n"));
  await newTable();
  await choose(path);
  await page.getByRole("button", { name: "Cancel reading" }).click();
  await page.getByText("Reading was cancelled").waitFor();
  await page.getByRole("button", { name: "Read the file" }).click();
  await page.getByRole("progressbar", { name: "Reading the file" }).waitFor();
  // What the person does meanwhile is answered at once: the window does not read.
  const asked = Date.now();
  await page.getByLabel("Name", { exact: true }).fill("While it reads");
  await page.getByRole("progressbar", { name: "Reading the file" }).waitFor();
  expect(Date.now() - asked).toBeLessThan(2000);
  await page
    .getByText("100,000 rows of 50 columns")
    .waitFor({ timeout: 240_000 });
  await gets()
    .getByText("100,000 samples to train on")
    .waitFor({ timeout: 240_000 });
}, 600_000);
