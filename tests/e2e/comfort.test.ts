import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import {
  ask,
  dropFile,
  emptyHome,
  makeHome,
  needsElectron,
  openLab,
  pathsOfFiles,
  removeHome,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;
beforeEach(async () => {
  home = await makeHome();
  lab = await openLab(home);
});
afterEach(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

test("theme and screen are remembered over a restart", async () => {
  await lab.page.getByRole("button", { name: "New run" }).first().click();
  await lab.page.getByRole("heading", { level: 1 }).first().click();
  await lab.page.keyboard.press(",");
  const sheet = lab.page.getByRole("dialog", { name: "Settings" });
  await sheet.getByLabel("Theme").selectOption("dark");
  await sheet.getByLabel("Notifications").uncheck();
  await lab.page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await lab.quit();

  lab = await openLab(home);
  await lab.page.getByRole("button", { name: "Start run" }).waitFor();
  const theme = () =>
    lab.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  expect(await theme()).toBe("dark");
  await lab.page.getByRole("button", { name: "Settings", exact: true }).click();
  const again = lab.page.getByRole("dialog", { name: "Settings" });
  expect(await again.getByLabel("Notifications").isChecked()).toBe(false);
  await again.getByRole("button", { name: "Reset to defaults" }).click();
  expect(await again.getByLabel("Notifications").isChecked()).toBe(true);
  await expect.poll(theme).toBe("system");
});

test("the first launch runs a sample and explains it; deleted, it stays away", async () => {
  await lab.quit();
  await removeHome(home);
  home = await emptyHome();
  lab = await openLab(home);
  const name = "Sample: sharpness climbs to 2/η";
  await lab.page.getByRole("heading", { level: 1, name }).waitFor();
  await lab.page
    .getByText("Sharpness reached 2/η at step 991.")
    .first()
    .waitFor();
  const lesson = lab.page.getByRole("complementary", {
    name: "Lesson: The edge",
  });
  for (const title of ["The loss falls", "Sharpness climbs", "The crossing"]) {
    await lesson.getByRole("heading", { name: title }).waitFor();
    await lesson.getByRole("button", { name: "Next" }).press("Enter");
  }
  await lesson.getByRole("button", { name: "Back" }).click();
  await lesson.getByLabel("At which step does sharpness reach").fill("991");
  await lesson.getByRole("button", { name: "Check" }).click();
  await lesson.getByText("✓ Solved.").waitFor();
  await lab.page.keyboard.press("Escape");
  await lesson.waitFor({ state: "detached" });
  await lab.page.getByRole("button", { name: "New run" }).first().click();
  await lab.page.getByRole("button", { name: "Start run" }).waitFor();
  await expect
    .poll(async () => await ask(lab.page, "runs.open", 1), { timeout: 30_000 })
    .toMatchObject({ value: { status: "finished", tags: ["sample"] } });
  expect(await ask(lab.page, "runs.remove", [1])).toMatchObject({ ok: true });
  expect(await ask(lab.page, "runs.purge", [1])).toMatchObject({ ok: true });
  await lab.quit();

  lab = await openLab(home);
  await lab.page.getByRole("button", { name: "Start run" }).waitFor();
  expect(await ask(lab.page, "runs.list")).toEqual({ ok: true, value: [] });
});

test("words are explained where they stand; the palette finds words, runs and presets", async () => {
  const { page } = lab;
  await page.keyboard.press("Control+k");
  const box = page.getByRole("combobox", { name: /^Find an action/ });
  await box.fill("run cheb");
  await page.keyboard.press("Enter");
  await page.getByLabel("Steps", { exact: true }).fill("30");
  await page.getByRole("button", { name: "step size η" }).press("Enter");
  await page.getByText("also called the learning rate").waitFor();
  await page.keyboard.press("Escape");
  expect(
    await page.getByText("also called the learning rate").isVisible(),
  ).toBe(false);
  await page.getByLabel("Name", { exact: true }).fill("Palette’s own");
  await page.getByRole("button", { name: "Start run" }).click();
  await page.getByRole("button", { name: "Edge gauge" }).click();
  await page.getByText("The gauge shows sharpness divided by").waitFor();
  await page.keyboard.press("Escape");

  await page.keyboard.press("a");
  await page.keyboard.press("Control+k");
  await box.fill("palettes own");
  await page.keyboard.press("Enter");
  const title = { level: 1, name: "Palette’s own" } as const;
  await page.getByRole("heading", title).waitFor();
  await page.keyboard.press("Control+k");
  await box.fill("what resid");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Glossary" });
  await sheet.getByText("some true eigenvalue lies within").waitFor();
  await sheet.getByLabel("Find a word").fill("hessian");
  await sheet.getByText("it is never formed").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
});

test("files dropped on the window: a table, an experiment, and something of no use", async ({
  skip,
}) => {
  needsElectron(skip, pathsOfFiles);
  const { page } = lab;
  await page.getByText("Watch gradient descent find the edge").waitFor();
  const path = (name: string) => join(home, name);
  await writeFile(path("flowers.csv"), "x,y\n0,1\n1,2\n2,4\n");
  await writeFile(path("photo.png"), "no picture");
  const drop = (name: string) => dropFile(page, path(name));
  await drop("flowers.csv");
  const field = page.getByLabel("File", { exact: true });
  await expect.poll(() => field.inputValue()).toBe(path("flowers.csv"));
  await drop("photo.png");
  await page.getByText("photo.png was not opened.").waitFor();

  const spec = { ...presetOf("chebyshev").spec, name: "Dropped", steps: 20 };
  await writeFile(path("spec.json"), JSON.stringify(spec));
  await drop("spec.json");
  const name = page.getByLabel("Name", { exact: true });
  await expect.poll(() => name.inputValue()).toBe("Dropped");
});
