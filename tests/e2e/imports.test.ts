import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idxBytes, someBytes } from "../core/data/support";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

let home: string;
let lab: Lab;
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

async function write(name: string, bytes: string | Uint8Array) {
  const path = join(home, name);
  await writeFile(path, bytes);
  return path;
}

/** Presses a button that opens the dialog, with the dialog answered. */
async function choose(path: string, place = 0) {
  await lab.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ filePaths: [filePath], canceled: false });
  }, path);
  await lab.page
    .getByRole("button", { name: "Choose file…" })
    .nth(place)
    .click();
}

/** A new run from a preset with small data, whose data are to come from a file. */
async function design(preset: string, source: string) {
  const { page } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  await page.getByRole("radio", { name: preset, exact: true }).check();
  await page.getByLabel("Steps", { exact: true }).fill("10");
  const card = page.getByRole("radio", { name: source, exact: true });
  if (!(await card.isVisible()))
    await page.getByRole("button", { name: /^Data/ }).click();
  // The picture on the card lies over its radio button.
  await page.locator("label", { has: card }).click();
}

const start = () => lab.page.getByRole("button", { name: "Start run" }).click();

async function stored() {
  const reply = await ask(lab.page, "runs.list");
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

/** What the archive says of the latest run, once it is finished. */
async function finished(count: number) {
  await expect
    .poll(async () => (await stored()).map(({ status }) => status), {
      timeout: 60_000,
    })
    .toEqual(Array.from({ length: count }, () => "finished"));
  const reply = await ask(lab.page, "runs.open", (await stored())[0].id);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

/** The sentence below a field. */
const below = (label: string) =>
  lab.page.getByLabel(label, { exact: true }).evaluate((field) =>
    (field.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent.trim() ?? "")
      .join(" "),
  );

test("a CSV file is chosen, seen and run; a broken one is refused at its field", async () => {
  const { page } = lab;
  const chebyshev = "Chebyshev T₃, 20 hidden units";
  const rows = Array.from({ length: 12 }, (_, i) => `${i},${(i / 12) ** 2}`);
  const path = await write("squares.csv", ["x,y", ...rows].join("\n"));
  await design(chebyshev, "CSV file");
  await choose(path);
  await expect
    .poll(() => page.getByLabel("File", { exact: true }).inputValue())
    .toBe(path);
  await page.getByText("12 samples of 1 input and 1 target.").waitFor();

  const broken = await write("broken.csv", "x,y\n1,2\n2,seven\n3,4\n");
  await choose(broken);
  await start();
  await expect.poll(() => below("File")).toContain("broken.csv");
  expect(await below("File")).toMatch(/seven/);
  expect(await stored()).toEqual([]);

  await choose(path);
  await start();
  const run = await finished(1);
  expect(run.rows.steps).toBe(11);
  expect(run.engine?.data).toMatchObject({ samples: 12 });
  expect(run.summary.finalLoss).toBeLessThan(run.summary.initialLoss ?? 0);
});

test("IDX files are chosen, seen and run; broken ones are refused at their field", async () => {
  const { page } = lab;
  const images = await write(
    "images",
    idxBytes([10, 8, 8], someBytes(10 * 8 * 8)),
  );
  const labels = await write(
    "labels",
    idxBytes(
      [10],
      Uint8Array.from({ length: 10 }, (_, i) => i),
    ),
  );
  await design("MNIST-1k tanh", "IDX files");
  await choose(images, 0);
  await choose(labels, 1);
  await page.getByText("10 samples of 8 × 8 × 1 in 10 classes.").waitFor();

  await choose(await write("cut", idxBytes([10, 8, 8], someBytes(99))), 0);
  await start();
  await expect.poll(() => below("Images file")).toMatch(/cut is cut short/);
  await choose(images, 0);
  await choose(await write("odd", "These are no labels."), 1);
  await start();
  await expect
    .poll(() => below("Labels file"))
    .toMatch(/odd is not an IDX file/);
  expect(await stored()).toHaveLength(1);

  await choose(labels, 1);
  await start();
  const run = await finished(2);
  expect(run.engine?.data).toMatchObject({ samples: 10 });
  expect(run.rows.steps).toBe(11);
  expect(run.summary.finalSharpness).toBeGreaterThan(0);
});

test("what is odd about a table is shown before its first run, and kept with it", async () => {
  const { page } = lab;
  const rows = Array.from({ length: 12 }, (_, i) => `${i};${i % 5},5;${i % 3}`);
  const path = await write("rows.csv", [";a;y", ...rows].join("\r\n"));
  await design("Chebyshev T₃, 20 hidden units", "CSV file");
  await choose(path);
  await page
    .getByText("Column 1 is ignored: it seems to number the rows.")
    .waitFor();
  await page.getByRole("button", { name: "Input: Column 1" }).click();
  const caution = "Column 1 seems to number the rows";
  await page.getByText(`Caution: ${caution}`).waitFor();
  await page.getByText("12 samples of 2 inputs and 1 target.").waitFor();
  expect(await stored()).toHaveLength(2);
  await start();
  const run = await finished(3);
  expect(run.engine?.data?.cautions?.[0]).toContain(caution);

  await design("Chebyshev T₃, 20 hidden units", "CSV file");
  await choose(path);
  // What was chosen for the columns of this file holds, until it is changed.
  await page.getByRole("button", { name: "Ignore: Column 1" }).click();
  await page.getByText("12 samples of 1 input and 1 target.").waitFor();
  await start();
  expect((await finished(4)).engine?.data).toMatchObject({ inputShape: [1] });
});
