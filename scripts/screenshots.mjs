/**
 * `npm run screenshots -- [folder] [home]`: pictures of every screen, in each size and theme.
 * The lab is the real one, as built, and so are the runs. A home that is named is kept, and what it
 * has run already is not run again.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { _electron } from "playwright-core";
import { PROJECT } from "./project.mjs";
import { buildIfStale } from "./run/build.mjs";
import { electronSwitches } from "./run/display.mjs";
import { makeRuns } from "./screenshots/runs.mjs";
import { emptyScreens, screens } from "./screenshots/screens.mjs";
import { setup } from "./setup.mjs";
import { fail } from "./setup/problem.mjs";

/** @typedef {import("playwright-core").Page} Page */

const [
  folder = path.join(PROJECT, "out", "screenshots"),
  home = fs.mkdtempSync(path.join(os.tmpdir(), "edge-lab-pictures-")),
] = process.argv.slice(2).map((name) => path.resolve(name));
const isKept = process.argv.length > 3;

const sizes = [
  [1280, 800],
  [800, 600],
  [1600, 1000],
];
const themes = /** @type {const} */ (["light", "dark"]);

try {
  await setup();
  await buildIfStale(PROJECT, process.stdout);
  fs.mkdirSync(folder, { recursive: true });
  await photograph();
} catch (error) {
  fail(error);
} finally {
  if (!isKept) fs.rmSync(home, { recursive: true, force: true });
}

async function photograph() {
  const { env, platform } = process;
  const switches = electronSwitches(env, platform, process.getuid?.());
  const app = await _electron.launch({
    executablePath: createRequire(import.meta.url)("electron"),
    args: [...switches, PROJECT],
    env: {
      .../** @type {Record<string, string>} */ (env),
      EDGE_LAB_HOME: home,
    },
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole("button", { name: "New run" }).first().waitFor();
    const resize = (/** @type {number[]} */ size) =>
      app.evaluate(
        ({ BrowserWindow }, [width, height]) =>
          BrowserWindow.getAllWindows()[0].setContentSize(width, height),
        size,
      );
    await shootAll(page, emptyScreens, resize);
    await makeRuns(page);
    await shootAll(page, screens, resize);
  } finally {
    await app.close();
  }
}

/**
 * @param {Page} page
 * @param {Record<string, (page: Page) => Promise<unknown>>} list
 * @param {(size: number[]) => Promise<void>} resize
 */
async function shootAll(page, list, resize) {
  for (const [name, open] of Object.entries(list)) {
    for (const size of sizes) {
      await resize(size);
      await open(page);
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        // Charts read anew what a new width needs.
        await page.waitForTimeout(600);
        const file = `${name}-${size.join("x")}-${colorScheme}.png`;
        await page.screenshot({ path: path.join(folder, file) });
      }
      await page.keyboard.press("Escape");
    }
    process.stdout.write(`${name}\n`);
  }
}
