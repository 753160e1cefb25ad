import { afterEach, beforeEach, expect, test } from "vitest";
import { makeHome, openLab, removeHome, type Lab } from "./lab";

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
  await lab.page.getByRole("button", { name: "Settings" }).click();
  const again = lab.page.getByRole("dialog", { name: "Settings" });
  expect(await again.getByLabel("Notifications").isChecked()).toBe(false);
  await again.getByRole("button", { name: "Reset to defaults" }).click();
  expect(await again.getByLabel("Notifications").isChecked()).toBe(true);
  await expect.poll(theme).toBe("system");
});
