import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openArchive } from "../../main/archive/open";
import { addRuns } from "../bench/many-runs";
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
beforeEach(async () => {
  home = await makeHome();
  const archive = await openArchive(join(home, "archive.db"));
  await addRuns(archive, 48);
  await archive.close();
  lab = await openLab(home);
});
afterEach(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const grid = () => lab.page.getByRole("grid", { name: "Runs" });
const press = async (...keys: string[]) => {
  for (const key of keys) await lab.page.keyboard.press(key);
};
const summary = () => lab.page.locator("header [role=status]").innerText();
const tagged = async (tag: string) => {
  const reply = await ask(lab.page, "runs.list");
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.filter(({ tags }) => tags.includes(tag)).length;
};

test("by keys alone: twelve runs are selected, tagged, compared, and the view is saved", async () => {
  const { page } = lab;
  await page.getByRole("listbox", { name: "Runs, newest first" }).waitFor();
  await press("a");
  await grid().waitFor();
  await grid().focus();
  await press("/");
  await page.keyboard.type("status:finished eta > 0.02");
  await press("Enter", "Home", "Space");
  for (let i = 0; i < 11; i++) await press("Shift+ArrowDown");
  await expect.poll(summary).toMatch(/12 selected/);

  await press("F2");
  await page.keyboard.type("paper, figure 2");
  await press("Enter");
  await page.getByText("Added “paper”, “figure 2” to 12 runs.").waitFor();
  expect(await tagged("figure 2")).toBe(12);
  await press("Escape", "Control+s");
  await page.keyboard.type("For the paper");
  await press("Enter");
  await expect
    .poll(async () => {
      const views = await ask(page, "settings.views");
      return views.ok && views.value;
    })
    .toMatchObject([
      {
        name: "For the paper",
        state: { screen: "archive", query: "status:finished eta > 0.02" },
      },
    ]);
  await press("c");
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  const settings = await ask(page, "settings.read");
  expect(settings.ok && settings.value.compared).toHaveLength(12);

  // The view brings back the filter, also after a restart.
  await lab.quit();
  lab = await openLab(home);
  await lab.page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  await press("a");
  await lab.page.getByRole("button", { name: "Views" }).click();
  await lab.page
    .getByRole("button", { name: "For the paper", exact: true })
    .click();
  await expect
    .poll(() => lab.page.getByLabel("Search the runs").inputValue())
    .toBe("status:finished eta > 0.02");
});

test("keys go on after a click; columns are moved and resized; the menu is about what was pressed", async () => {
  const { page } = lab;
  await press("a");
  const rows = grid().getByRole("row");
  await rows.nth(3).click();
  await press("ArrowDown", "Shift+ArrowDown");
  await expect.poll(summary).toMatch(/2 selected/);
  expect(await grid().getAttribute("aria-rowcount")).toBe("49");
  await press("Escape", "End");
  const current = await grid().getAttribute("aria-activedescendant");
  const last = page.locator(`[id="${current}"]`);
  expect(await last.getAttribute("aria-rowindex")).toBe("49");
  await expect.poll(() => last.isVisible()).toBe(true);

  const head = page.getByRole("columnheader");
  const names = () => head.allInnerTexts();
  const before = await names();
  await page.getByRole("button", { name: "η", exact: true }).focus();
  await press("Control+ArrowRight");
  expect(await names()).not.toEqual(before);
  const width = () =>
    head.nth(1).evaluate((element) => (element as HTMLElement).offsetWidth);
  const narrow = await width();
  await page.getByRole("button", { name: "Status", exact: true }).focus();
  await press("Shift+ArrowRight", "Shift+ArrowRight");
  await expect.poll(width).toBe(narrow + 32);

  await grid().focus();
  await press("Home", "ContextMenu");
  const menu = page.getByRole("menu");
  await menu.waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await press("Escape");
  await rows.nth(2).click({ button: "right" });
  for (const factor of ["half", "double"])
    await menu
      .getByRole("menuitem", {
        name: new RegExp(`^Again with ${factor} step size η`),
      })
      .waitFor();
  await menu.getByRole("menuitem", { name: "Add to the comparison" }).waitFor();
  await menu.getByRole("menuitem", { name: /^Delete run/ }).click();
  await page.getByText(/^Deleted “/).waitFor();
  await expect.poll(() => grid().getAttribute("aria-rowcount")).toBe("48");
});

test("a filter says what it cannot read, suggests fields and values, and edits are undone", async () => {
  const { page } = lab;
  await press("a");
  const field = page.getByLabel("Search the runs");
  await field.fill("cross");
  await page.getByRole("option", { name: /crossing >/ }).click();
  await page.keyboard.type("soon");
  await page.getByText(/“soon” is not a number/).waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await field.fill("colour:blue");
  await page.getByText(/There is no field “colour”/).waitFor();
  await field.fill("tag:");
  await page.getByRole("option", { name: /tag:"tag 0"/ }).waitFor();
  await field.fill('tag:"tag 0" crossing:none');
  await expect.poll(summary).toMatch(/^1 of 48 runs/);
  await field.fill("");

  await grid().focus();
  await press("Control+a");
  await page.getByRole("textbox", { name: "Project" }).fill("All of them");
  await press("Enter");
  await page.getByText(/to the project “All of them”/).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  const kept = async () => {
    const reply = await ask(page, "runs.list");
    return reply.ok && reply.value.filter(({ project }) => project === "Edge");
  };
  await expect.poll(kept).toHaveLength(10);
});
