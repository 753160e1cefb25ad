/** The keys of the lab in the real window, pressed as fast as the window takes them. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeHome, openLab, removeHome, type Lab } from "./lab";

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
