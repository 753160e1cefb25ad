/** The keys of the lab in the real window, pressed as fast as the window takes them. */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
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
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const sheets = [
  { keys: ",", name: "Settings" },
  { keys: "g", name: "Glossary" },
  { keys: "?", name: "Keys" },
  { keys: "Control+k", name: "Find anything" },
];

test("a key pressed right after a sheet was closed is not lost", async () => {
  const { page } = lab;
  const lost: string[] = [];
  for (let i = 0; i < 100; i++) {
    const { keys, name } = sheets[(i * 7 + (i >> 3)) % sheets.length];
    await page.keyboard.press(keys);
    const sheet = page.getByRole("dialog", { name });
    await sheet
      .waitFor({ timeout: 1000 })
      .catch(() => lost.push(`${i} ${name}`));
    // Escape and the next key follow one another without a frame in between.
    await page.keyboard.press("Escape");
  }
  expect(lost).toEqual([]);
});

const place = (name: string) =>
  lab.page
    .getByRole("navigation", { name: "Runs" })
    .getByRole("button", { name, exact: true });
const at = (name: string) =>
  lab.page.getByRole("heading", { level: 1, name }).waitFor();

test("the keys of commands are changed and switched off, and stay so over a restart", async () => {
  await lab.page.keyboard.press("n");
  await lab.page.keyboard.press("?");
  const sheet = () => lab.page.getByRole("dialog", { name: "Keys" });
  const change = sheet()
    .getByRole("button", { name: "Change: Archive" })
    .first();
  await change.press("Enter");
  await lab.page.keyboard.press("c");
  await sheet().getByText("C already means “Compare”.").waitFor();
  expect(await seriousProblems(lab.page)).toEqual([]);
  await lab.page.keyboard.press("x");
  await sheet()
    .getByRole("row", { name: /^Archive X/ })
    .waitFor();
  // Escape leaves a key as it is; the next one closes the sheet.
  await change.press("Enter");
  await lab.page.keyboard.press("Escape");
  await sheet()
    .getByRole("row", { name: /^Archive X/ })
    .waitFor();
  await lab.page.keyboard.press("Escape");
  await sheet().waitFor({ state: "detached" });
  expect(await place("Archive").getAttribute("title")).toBe("Archive (X)");
  await lab.page.keyboard.press("x");
  await at("Archive");
  await lab.page.keyboard.press("?");
  await sheet().getByRole("checkbox", { name: "Single keys" }).uncheck();
  await lab.quit();

  lab = await openLab(home);
  const welcome = lab.page.getByText("Watch gradient descent find the edge");
  await welcome.waitFor();
  for (const key of ["x", "n", "c", "?"]) await lab.page.keyboard.press(key);
  await welcome.waitFor();
  expect(await place("Compare").getAttribute("title")).toBe("Compare");
  await lab.page.keyboard.press("Control+k");
  await lab.page.keyboard.type("settings");
  await lab.page.keyboard.press("Enter");
  await lab.page.getByRole("button", { name: "Keys…" }).click();
  await sheet().getByRole("button", { name: "Reset keys" }).click();
  await sheet()
    .getByRole("row", { name: /^Archive A/ })
    .waitFor();
  await lab.page.keyboard.press("Escape");
  await lab.page.keyboard.press("n");
  await at("New run");
  await lab.page.keyboard.press("a");
  await at("Archive");
});

test("the sidebar collapses by key, stays so over a restart, and opens over a narrow window", async () => {
  const collapse = () => place("Sidebar").getAttribute("aria-expanded");
  const title = () => lab.page.getByText("Edge Lab", { exact: true });
  const isWide = async () => ((await title().boundingBox())?.width ?? 0) > 10;
  await expect.poll(collapse).toBe("true");
  await lab.page.keyboard.press("Control+b");
  await expect.poll(collapse).toBe("false");
  expect(await isWide()).toBe(false);
  expect(await place("Theory").getAttribute("title")).toBe("Theory (T)");
  await place("Theory").click();
  await lab.page.keyboard.press("Control+b");
  // Two changes in a row, and the end: the second one is not lost.
  await lab.page.keyboard.press("Control+b");
  await lab.quit();

  lab = await openLab(home);
  await expect.poll(collapse).toBe("false");
  await place("Sidebar").click();
  await expect.poll(collapse).toBe("true");
  await lab.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window.setContentSize(800, 600);
    window.webContents.setZoomFactor(2);
  });
  await expect.poll(collapse).toBe("false");
  await place("Sidebar").click();
  await expect.poll(isWide).toBe(true);
  expect(await seriousProblems(lab.page)).toEqual([]);
  await place("Archive").click();
  await at("Archive");
  await expect.poll(collapse).toBe("false");
});

/** An item of the menu as Electron has it. */
interface Entry {
  label: string;
  accelerator: string | null;
  items: Entry[];
}

test("the menu is reached by letters, and its own keys are different", async () => {
  const menu = await lab.app.evaluate(({ Menu }) => {
    const read = (items: Electron.MenuItem[]): Entry[] =>
      items
        .filter(({ type, visible }) => type !== "separator" && visible)
        .map(({ label, accelerator, submenu, role }) => ({
          label,
          accelerator: (accelerator as string | undefined) ?? null,
          // What the platform fills in has its own letters.
          items: role && role !== "help" ? [] : read(submenu?.items ?? []),
        }));
    return read(Menu.getApplicationMenu()?.items ?? []);
  });
  const lettersOf = (entries: Entry[]) =>
    entries.flatMap(({ label }) => /&(.)/.exec(label)?.[1].toLowerCase() ?? []);
  expect(lettersOf(menu)).toEqual(["f", "e", "v", "w", "h"]);
  const own = menu.flatMap(({ items }) => {
    const letters = lettersOf(items);
    expect(new Set(letters).size).toBe(letters.length);
    return items;
  });
  const keys = own.flatMap(({ accelerator }) => accelerator ?? []);
  expect(keys).toContain("CmdOrCtrl+N");
  expect(new Set(keys).size).toBe(keys.length);
});

test("the menu opens screens and sheets, also over a sheet that is open", async () => {
  const { app, page } = lab;
  const choose = (label: string) =>
    app.evaluate(({ Menu }, wanted) => {
      const all = Menu.getApplicationMenu()?.items ?? [];
      all
        .flatMap(({ submenu }) => submenu?.items ?? [])
        .find(({ label }) => label === wanted)
        ?.click();
    }, label);
  await choose("&Settings…");
  const sheet = page.getByRole("dialog", { name: "Settings" });
  await sheet.waitFor();
  await choose("&Archive");
  await at("Archive");
  await sheet.waitFor({ state: "detached" });
  await choose("&New run");
  await at("New run");
  await choose("&Keys…");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
});
