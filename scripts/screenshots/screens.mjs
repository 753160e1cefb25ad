/**
 * What is photographed: how a person gets there. A new screen is a new line.
 *
 * @typedef {import("playwright-core").Page} Page
 * @typedef {Record<string, (page: Page) => Promise<unknown>>} Screens
 */

/** @type {Screens} With nothing in the archive, or what a kept home has in it. */
export const emptyScreens = {
  "first-launch": async () => {},
};

/** @type {Screens} */
export const screens = {
  run: (page) => openRun(page, "MNIST-5k tanh"),
  "run-small": (page) => openRun(page, "Chebyshev T₃, 20 hidden units"),
  "run-transformer": (page) => openRun(page, "Transformer that sorts"),
  landscape: (page) => openRun(page, "½(xy − 1)², too sharp a start"),
  "new-run": newRun,
  "new-run-data": (page) => newRun(page, "Data"),
  "new-run-model": (page) => newRun(page, "Model"),
  "new-run-method": (page) => newRun(page, "Loss and"),
  "new-run-measurements": (page) => newRun(page, "Measurements"),
  "new-run-sweep": (page) => newRun(page, "Sweep"),
  archive: (page) => key(page, "a"),
  compare: (page) => compareSweep(page),
  "compare-since-crossing": async (page) => {
    await compareSweep(page);
    const controls = page.getByRole("group", {
      name: "How the curves are drawn",
    });
    await controls.getByLabel("x axis").selectOption("crossing");
    await controls.getByLabel("÷ threshold").check();
  },
  "compare-results": async (page) => {
    await compareSweep(page);
    await page.getByText("Results", { exact: true }).first().click();
  },
  theory: (page) => theory(page),
  "theory-end": (page) => theory(page, 1e6),
  palette: async (page) => {
    await page.locator("main").focus();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("sharp");
  },
  glossary: (page) => key(page, "g"),
  settings: (page) => page.getByRole("button", { name: "Settings" }).click(),
  keys: (page) => key(page, "?"),
};

async function key(/** @type {Page} */ page, /** @type {string} */ letter) {
  await page.locator("main").focus();
  await page.keyboard.press(letter);
}

async function openRun(/** @type {Page} */ page, /** @type {string} */ name) {
  await page.getByRole("option", { name: name }).first().click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** @param {Page} page @param {string} [part] of the experiment to open alone */
async function newRun(page, part) {
  await key(page, "n");
  await page.getByRole("heading", { level: 1, name: "New run" }).waitFor();
  const parts = page.locator(".parts").getByRole("button", { expanded: true });
  while ((await parts.count()) > 0) await parts.first().click();
  if (!part) {
    await page.locator("main").evaluate((main) => main.scrollTo(0, 0));
    return;
  }
  const opener = page.getByRole("button", { name: new RegExp(`^${part}`) });
  await opener.click();
  await toTop(page, opener);
}

/** The runs of the sweep, chosen in the archive by the filter of their group. */
async function compareSweep(/** @type {Page} */ page) {
  await key(page, "a");
  const chip = page
    .getByRole("group", { name: "Group" })
    .getByRole("button")
    .first();
  if ((await chip.getAttribute("aria-pressed")) !== "true") await chip.click();
  await page.getByRole("grid", { name: "Runs" }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("c");
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  const controls = page.getByRole("group", {
    name: "How the curves are drawn",
  });
  await controls.getByLabel("x axis").selectOption("step");
  await controls.getByLabel("÷ threshold").uncheck();
  await page.getByText("Runs", { exact: true }).last().click();
}

/** @param {Page} page @param {number} [down] how far the page is scrolled */
async function theory(page, down = 0) {
  await openRun(page, "Chebyshev T₃, 20 hidden units");
  await key(page, "t");
  const short = page.getByRole("region", { name: "In short" });
  const first = page.getByRole("button", { name: "Analyse this run" });
  await first.or(short).first().waitFor();
  if (await first.isVisible()) await first.click();
  await short.waitFor({ timeout: 60_000 });
  await page.locator("main").evaluate((main, y) => main.scrollTo(0, y), down);
}

/**
 * @param {Page} page
 * @param {import("playwright-core").Locator} what
 */
async function toTop(page, what) {
  await what.evaluate((element) => element.scrollIntoView({ block: "start" }));
  await page.locator("main").evaluate((main) => main.scrollBy(0, -56));
}
