import { afterEach, beforeEach, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { presets } from "../../core/experiment/presets";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

let home: string;
let lab: Lab;
beforeEach(async () => {
  home = await makeHome();
  lab = await openLab(home);
});
afterEach(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const chebyshev = presets.find(({ id }) => id === "chebyshev");

/** Runs the small preset to its end, asked for over the window's own bridge. */
async function finish(page: Page, name: string, stepSize: number) {
  const spec = {
    ...chebyshev?.spec,
    name,
    optimizer: { kind: "gd", stepSize },
    steps: 300,
  };
  const reply = await ask(page, "queue.start", spec);
  if (!reply.ok) throw new Error(reply.error.message);
  const { id } = reply.value;
  await expect
    .poll(
      async () => {
        const run = await ask(page, "runs.open", id);
        return run.ok && run.value.status;
      },
      { timeout: 60_000 },
    )
    .toBe("finished");
}

const names = async (page: Page) =>
  (await page.getByRole("grid").getByRole("row").allInnerTexts())
    .slice(1)
    .map((text) => text.trim().split("\n")[0]);

test("the archive is searched, sorted and tagged; runs are deleted, taken back and cloned", async () => {
  const { page } = lab;
  await finish(page, "Slow", 0.05);
  await finish(page, "Fast", 0.4);
  await page.keyboard.press("a");
  const grid = page.getByRole("grid", { name: "Runs" });
  await expect.poll(() => names(page)).toEqual(["Fast", "Slow"]);

  await page.getByRole("button", { name: "Name", exact: true }).click();
  await page.getByRole("button", { name: /^Name/ }).click();
  await expect.poll(() => names(page)).toEqual(["Slow", "Fast"]);

  await expect
    .poll(() => ask(page, "settings.read"))
    .toMatchObject({
      value: { archive: { sort: [{ key: "name", descending: true }] } },
    });
  await grid.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("F2");
  await page.keyboard.type("Slowest");
  await page.keyboard.press("Enter");
  await expect.poll(() => names(page)).toEqual(["Slowest", "Fast"]);
  await page.getByRole("textbox", { name: "Tags" }).fill("thesis, keep");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Notes" }).fill("Never crosses.");
  await page.getByRole("button", { name: "Remove the tag keep" }).click();
  await page.getByLabel("Search the runs").fill("thesis crosses");
  await expect.poll(() => names(page)).toEqual(["Slowest"]);
  await page.getByLabel("Search the runs").fill("nowhere");
  await page.getByRole("button", { name: "Show all runs" }).click();

  await grid.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Delete");
  await page.getByText("Deleted “Fast”.").waitFor();
  await expect.poll(() => names(page)).toEqual(["Slowest"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => names(page)).toEqual(["Slowest", "Fast"]);

  await page.keyboard.press("Control+a");
  await page.keyboard.press("c");
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  const compared = page.getByRole("main");
  await compared.getByText("Slowest").first().waitFor();
  await compared.getByText("Fast", { exact: true }).first().waitFor();
  await page.keyboard.press("a");
  await grid.focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("End");
  await page.getByRole("button", { name: "Clone and change…" }).click();
  await page.getByRole("button", { name: "Start run" }).waitFor();
  await page.getByLabel("Steps", { exact: true }).fill("310");
  expect(
    await page
      .getByRole("list", { name: "What was changed" })
      .getByRole("listitem")
      .allInnerTexts(),
  ).toEqual(["steps 300 → 310"]);
  await page.getByRole("button", { name: "Start run" }).click();
  await expect
    .poll(
      async () => {
        const run = await ask(page, "runs.open", 3);
        return run.ok && run.value.status;
      },
      { timeout: 60_000 },
    )
    .toBe("finished");
  const [clone, original] = await Promise.all([
    ask(page, "runs.open", 3),
    ask(page, "runs.open", 2),
  ]);
  if (!clone.ok || !original.ok) throw new Error("The runs are not there.");
  expect(clone.value.spec).toEqual({ ...original.value.spec, steps: 310 });
});
