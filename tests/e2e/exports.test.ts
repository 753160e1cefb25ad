/** Every export through the dialogs of the system, which here choose at once. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunDetail } from "../../core/contract/api";
import { presetOf } from "../../core/experiment/presets";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

let home: string;
let lab: Lab;

async function openRun(id: number): Promise<RunDetail> {
  const reply = await ask(lab.page, "openRun", id);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

async function finished(id: number) {
  for (let i = 0; (await openRun(id)).status !== "finished"; i++) {
    if (i > 600) throw new Error(`Run ${id} did not finish.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The next dialog answers with this file. */
async function choose(name: string): Promise<string> {
  const path = join(home, name);
  await lab.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    dialog.showOpenDialog = async () => ({
      canceled: false,
      filePaths: [path],
    });
  }, path);
  return path;
}

beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const spec = { ...presetOf("chebyshev").spec, name: "T3 short", steps: 300 };
  const reply = await ask(lab.page, "startRun", spec);
  if (!reply.ok) throw new Error(reply.error.message);
  await finished(1);
  await lab.page.getByRole("option", { name: /T3 short/ }).click();
});

afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

test("Reproduce does the run again and finds the two the same to the last bit", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "Reproduce" }).click();
  await page
    .getByRole("heading", { level: 1, name: "T3 short (again)" })
    .waitFor();
  await page.getByText("Bit for bit the same over 301 steps.").waitFor();
  await page.getByText("Both in double precision.").waitFor();
  expect(await openRun(2)).toMatchObject({ reproduces: 1 });
});

test("the report of a run is a PDF with pages", async () => {
  const { page } = lab;
  const path = await choose("report.pdf");
  await page.getByRole("button", { name: "Report (PDF)…" }).click();
  await page.getByText(`Saved as ${path}.`).waitFor();
  const bytes = await readFile(path);
  expect(bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  const pages = bytes.toString("latin1").match(/\/Type\s*\/Page\b/g);
  expect(pages?.length).toBeGreaterThanOrEqual(2);
});
