/** A sweep leaves as a study, is computed as on a cluster, and comes back. */
import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ask,
  dropFile,
  makeHome,
  needsElectron,
  openLab,
  pathsOfFiles,
  removeHome,
  savedBy,
  seriousProblems,
  type Lab,
} from "./lab";

const run = promisify(execFile);
const programs = process.env.PATH;
let home: string;
let lab: Lab;
beforeAll(async () => {
  home = await makeHome();
  // As where there is no sbatch.
  process.env.PATH = "";
  lab = await openLab(home);
  process.env.PATH = programs;
});
afterAll(async () => {
  process.env.PATH = programs;
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

async function openSweep() {
  const sweep = lab.page.getByRole("button", { name: /^Sweep/ });
  if ((await sweep.getAttribute("aria-expanded")) === "false")
    await sweep.click();
}

/** One task as its node computes it. */
const computed = (folder: string, task: number) =>
  run(process.execPath, [
    resolve("out/main/cli.js"),
    ...["task", folder, String(task)],
  ]);

test("a sweep is saved, written for a cluster, computed and collected", async ({
  skip,
}) => {
  needsElectron(skip, "its main process is the one that a task starts");
  const { page, app } = lab;
  const file = join(home, "two.json");
  const folder = join(home, "my-study");
  await page.getByRole("button", { name: "New run" }).first().click();
  await page
    .getByRole("radio", { name: "Chebyshev T₃, 20 hidden units", exact: true })
    .check();
  await page.getByLabel("Steps", { exact: true }).fill("20");
  await openSweep();
  await page
    .getByLabel("Values of step size", { exact: true })
    .fill("0.1, 0.2");
  await page.getByLabel("Name of the study").fill("Two step sizes");
  const saved = await savedBy(
    lab,
    page.getByRole("button", { name: "Save as study…" }),
    file,
  );
  expect(JSON.parse(saved.toString())).toMatchObject({
    study: "Two step sizes",
    vary: { "optimizer.stepSize": [0.1, 0.2] },
    combine: "grid",
  });

  await page.getByRole("button", { name: "Run on a cluster…" }).click();
  const dialog = page.getByRole("dialog", { name: "Run on a cluster" });
  await dialog.getByLabel("Runs per task").fill("0");
  await dialog.getByLabel("Options for sbatch").fill("--time=5");
  await dialog.getByRole("button", { name: "Write the folder…" }).click();
  await dialog.getByText(/“0” is not a whole number of at least 1/).waitFor();
  await dialog.getByLabel("Runs per task").fill("1");
  await dialog.getByText(/^2 runs in 2 tasks\./).waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ filePath, canceled: false });
  }, folder);
  await dialog.getByRole("button", { name: "Write the folder…" }).click();
  await dialog.getByText("Wrote 2 runs in 2 tasks.").waitFor();
  expect(
    await dialog.getByLabel("Command that submits the study").inputValue(),
  ).toBe(join(folder, "submit.sh"));
  // Its tasks run with Node.js, and not with the program of the window.
  const job = await readFile(join(folder, "job.sh"), "utf8");
  expect(job).toContain("\nNODE=node\n");
  expect(job).toContain(`\nEDGE_LAB=${resolve("out/main/cli.js")}\n`);
  expect(job).toContain("\n#SBATCH --time=5\n");
  expect(await seriousProblems(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Close" }).click();

  const region = page.getByRole("region", { name: "Studies on a cluster" });
  await region.getByText("0 of 2 finished · 2 waiting").waitFor();
  await computed(folder, 1);
  await region
    .getByRole("button", { name: "Collect results of Two step sizes" })
    .click();
  await page
    .getByText(
      "Two step sizes: 1 of 2 runs were added to the archive, 1 is not finished.",
    )
    .waitFor();
  await region.getByText("1 of 2 finished · 1 waiting").waitFor();
  await page.getByText("1 run · 1 selected").waitFor();
  const first = await ask(page, "runs.list");
  if (!first.ok) throw new Error(first.error.message);
  expect(first.value).toMatchObject([
    {
      status: "finished",
      groupName: "Two step sizes",
      spec: { optimizer: { stepSize: 0.1 } },
    },
  ]);
  expect(await seriousProblems(page)).toEqual([]);

  await computed(folder, 2);
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ filePaths: [path], canceled: false });
  }, folder);
  await page.getByRole("button", { name: "Files" }).click();
  await page
    .getByRole("button", { name: /^Collect results of a study…/ })
    .click();
  await page
    .getByText(
      "Two step sizes: 1 of 2 runs were added to the archive, 1 was there.",
    )
    .waitFor();
  await page.getByText("2 runs · 1 selected").waitFor();
  await region.getByText("2 of 2 finished").waitFor();
});

test("a study is opened into the new run, dropped or chosen", async ({
  skip,
}) => {
  needsElectron(skip, pathsOfFiles);
  const { page, app } = lab;
  const file = join(home, "two.json");
  await page.getByRole("button", { name: "New run" }).first().click();
  await openSweep();
  const name = page.getByLabel("Name of the study");
  const values = page.getByLabel("Values of step size", { exact: true });
  await name.fill("");
  await values.fill("0.3");
  await dropFile(page, file);
  await expect.poll(() => name.inputValue()).toBe("Two step sizes");
  expect(await values.inputValue()).toBe("0.1, 0.2");
  await page.getByRole("button", { name: "Start 2 runs" }).waitFor();
  await app.evaluate(
    ({ dialog }, path) => {
      dialog.showOpenDialog = () =>
        Promise.resolve({ filePaths: [path], canceled: false });
    },
    join(home, "settings.json"),
  );
  await page.getByRole("button", { name: "Open study…" }).click();
  await page
    .getByText(/settings\.json was not opened\. This is not a study file\./)
    .waitFor();
});

test("a study whose folder is gone says so, and can be forgotten", async ({
  skip,
}) => {
  needsElectron(skip, "it goes on from the test before");
  const { page } = lab;
  await rm(join(home, "my-study"), { recursive: true });
  const region = page.getByRole("region", { name: "Studies on a cluster" });
  await region
    .getByText(/^Its folder cannot be read now\./)
    .waitFor({ timeout: 40_000 });
  await region
    .getByRole("button", { name: "Collect results of Two step sizes" })
    .click();
  await page
    .getByRole("status")
    .getByText(/my-study is not a study's folder/)
    .waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await region.getByRole("button", { name: "Forget Two step sizes" }).click();
  await region.waitFor({ state: "detached" });
});
