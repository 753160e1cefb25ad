/** News that floats over the screen, and what Ctrl+Z takes back. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
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
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const spec = presetOf("chebyshev").spec;
  const specs = [1, 2, 3].map((i) => ({ ...spec, name: `T${i}`, steps: 10 }));
  await ask(lab.page, "queue.enqueue", specs, null);
  const finished = lab.page.getByRole("option", { name: /Finished/ });
  for (const i of [0, 1, 2]) await finished.nth(i).waitFor();
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const toast = (words: string) =>
  lab.page.getByRole("region", { name: "News" }).getByText(words);
const option = (name: string) =>
  lab.page
    .getByRole("navigation", { name: "Runs" })
    .getByRole("option", { name: new RegExp(`^${name} `) });

test("deleted runs come back with Ctrl+Z, on any screen, the last first", async () => {
  const { page } = lab;
  await page.keyboard.press("a");
  for (const name of ["T1", "T2"]) {
    await page.getByRole("row", { name: new RegExp(name) }).click();
    await page.getByRole("grid").press("Delete");
    await toast(`Deleted “${name}”.`).waitFor();
  }
  expect(await option("T2").count()).toBe(0);
  await page.keyboard.press("t");
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.keyboard.press("Control+z");
  await toast("Undone: deleted “T2”.").waitFor();
  await option("T2").waitFor();
  expect(await option("T1").count()).toBe(0);
  await toast("Deleted “T1”.").waitFor();
  await page.keyboard.press("Control+z");
  await option("T1").waitFor();
});

test("a toast stays while it is pointed at or has the focus, and Escape closes it", async () => {
  const { page } = lab;
  await page.keyboard.press("a");
  await page.getByRole("row", { name: /T3/ }).click();
  await page.getByRole("grid").press("Delete");
  await toast("Deleted “T3”.").waitFor();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousProblems(page)).toEqual([]);
  }
  const undo = page.getByRole("button", { name: "Undo", exact: true }).last();
  await undo.focus();
  await page.waitForTimeout(13_000);
  await page.mouse.move(0, 0);
  await undo.press("Escape");
  await toast("Deleted “T3”.").waitFor({ state: "detached" });
  // The focus is back where it was before.
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("role"));
  await expect.poll(focused).toBe("grid");
  await page.keyboard.press("Control+z");
  await toast("Undone: deleted “T3”.").waitFor();
  await page.keyboard.press("Escape");
  await toast("Undone: deleted “T3”.").waitFor({ state: "detached" });
});

test("a saved file is shown in its folder, and no other file is", async () => {
  const { app, page } = lab;
  const path = join(home, "runs.json");
  await app.evaluate(({ dialog, shell }, filePath) => {
    const shown: string[] = [];
    Object.assign(globalThis, { shown });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    shell.showItemInFolder = (path) => void shown.push(path);
  }, path);
  await option("T1").click();
  // The palette offers the report once the run is read.
  await page.getByRole("button", { name: "Clone and change…" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("report of the run");
  await page.keyboard.press("Enter");
  await toast(`Saved as ${path}.`).waitFor();
  await page.getByRole("button", { name: "Show in folder" }).click();
  const shown = () =>
    app.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
  await expect.poll(shown).toEqual([path]);
  expect(
    await ask(page, "files.show", join(home, "settings.json")),
  ).toMatchObject({ ok: false, error: { code: "bad-request" } });
  expect(await shown()).toEqual([path]);
  // The toast is gone; the palette still knows the file.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("show the file saved last");
  await page.keyboard.press("Enter");
  await expect.poll(shown).toEqual([path, path]);
});
