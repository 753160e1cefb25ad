/**
 * The runs in the pictures, started in the window as a person starts them.
 *
 * @typedef {import("playwright-core").Page} Page
 */

const chebyshev = "Chebyshev T₃, 20 hidden units";

/** Presets that run as they are, the one to be seen first last. */
const presets = [
  "½(xy − 1)², too sharp a start",
  "Two spirals",
  "Deep linear, iris flowers",
  "Transformer that sorts",
  chebyshev,
  "MNIST-5k tanh",
];

export async function makeRuns(/** @type {Page} */ page) {
  const known = (await allRuns(page)).map(({ name }) => name);
  if (!known.some((name) => name.startsWith(`${chebyshev}, η`)))
    await startSweep(page);
  for (const name of presets.filter((name) => !known.includes(name))) {
    await newRun(page, name);
    await page.getByRole("button", { name: "Start run" }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  }
  await ended(page);
}

async function startSweep(/** @type {Page} */ page) {
  await newRun(page, chebyshev);
  await page.getByLabel("Steps", { exact: true }).fill("3000");
  await page.getByRole("button", { name: /^Sweep/ }).click();
  const sizes = page.getByLabel("Values of step size", { exact: true });
  await sizes.fill("0.15, 0.2, 0.25, 0.3, 0.35, 0.4");
  await page.getByRole("button", { name: "Start 6 runs" }).click();
  // The first of them is shown then.
  await page
    .getByRole("heading", { level: 1, name: "New run" })
    .waitFor({ state: "hidden" });
}

async function newRun(/** @type {Page} */ page, /** @type {string} */ preset) {
  await page.getByRole("button", { name: "New run" }).first().click();
  await page.getByRole("radio", { name: preset, exact: true }).check();
}

/** Until no run waits or is going. */
async function ended(/** @type {Page} */ page) {
  for (;;) {
    const going = (await allRuns(page)).filter(({ status }) =>
      ["queued", "running", "paused"].includes(status),
    );
    if (going.length === 0) return;
    await page.waitForTimeout(1000);
  }
}

/**
 * @param {Page} page
 * @returns {Promise<{ name: string, status: string }[]>}
 */
async function allRuns(page) {
  const reply = await page.evaluate(() =>
    /** @type {any} */ (window).lab.runs.list(),
  );
  if (!reply.ok) throw new Error(reply.error.message);
  return JSON.parse(reply.json);
}
