import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunRow } from "../../core/contract/api";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

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

/** Fills the new run with a preset made short, and opens its sweep. */
async function design(preset: string, steps: number) {
  const { page } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  await page.getByRole("radio", { name: preset, exact: true }).check();
  await page.getByLabel("Steps", { exact: true }).fill(String(steps));
  const sweep = page.getByRole("button", { name: /^Sweep/ });
  if ((await sweep.getAttribute("aria-expanded")) === "false")
    await sweep.click();
}

/** The runs of the archive once `count` of them are finished, the first one first. */
async function finished(count: number): Promise<RunRow[]> {
  const rows = async () => {
    const reply = await ask(lab.page, "runs.list");
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value.filter(({ status }) => status === "finished");
  };
  await expect
    .poll(async () => (await rows()).length, { timeout: 60_000 })
    .toBe(count);
  return (await rows()).sort((a, b) => a.id - b.id);
}

const chebyshev = "Chebyshev T₃, 20 hidden units";

test("six step sizes become a group, are compared, and stand in a scatter plot", async () => {
  const { page } = lab;
  await design(chebyshev, 300);
  await page.getByText("Range", { exact: true }).click();
  await page.getByLabel("From", { exact: true }).fill("0.1");
  await page.getByLabel("To", { exact: true }).fill("0.4");
  await page.getByRole("button", { name: "Start 6 runs" }).click();
  const rows = await finished(6);
  expect(new Set(rows.map(({ groupId }) => groupId)).size).toBe(1);
  expect(rows[0].groupName).toBe(`${chebyshev}: η`);

  await page.getByRole("button", { name: "Compare the 6 runs" }).click();
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  const points = page.getByRole("button", { name: /step size .*sharpness/ });
  await expect.poll(() => points.count()).toBe(6);
  const read = await points.evaluateAll((all) =>
    all.map((point) =>
      [
        ...(point.getAttribute("aria-label") ?? "").matchAll(
          /(?:step size|sharpness) ([\d.]+)/g,
        ),
      ].map(([, number]) => Number(number)),
    ),
  );
  const stored = rows.map(({ spec, summary }) => [
    spec.optimizer.stepSize,
    Number(summary.finalSharpness?.toPrecision(4)),
  ]);
  expect(read).toEqual(stored);
  expect(stored.map(([stepSize]) => stepSize)).toEqual([
    0.1, 0.132, 0.1741, 0.2297, 0.3031, 0.4,
  ]);
});

test("seeds become a band, and the scatter plot also shows the rest of the archive", async () => {
  const { page } = lab;
  await design("Two spirals", 40);
  await page.getByRole("button", { name: "Do not vary Step size η" }).click();
  await page.getByRole("button", { name: "Add a setting" }).click();
  await page.keyboard.type("seed");
  await page.getByRole("button", { name: /^Seed Model/ }).click();
  await page.getByLabel("Values of seed", { exact: true }).fill("0, 1, 2");
  await page.getByRole("button", { name: "Start 3 runs" }).click();
  const seeds = (await finished(9)).slice(6);

  await page.getByRole("button", { name: "Compare the 3 runs" }).click();
  await page.getByText("Mean, min to max", { exact: true }).click();
  const slider = page.getByRole("slider", { name: "Loss at step" });
  await expect
    .poll(() => slider.getAttribute("aria-valuetext"))
    .toMatch(/step 40.* ABC /);
  // The mean of the three runs as the archive has them.
  const losses = seeds.map(({ summary }) => summary.finalLoss ?? NaN);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const text = await slider.getAttribute("aria-valuetext");
  const shown = Number(/ABC ([\d.]+)/.exec(text ?? "")?.[1]);
  expect(shown).toBeCloseTo(mean, 4);

  await page.getByText("Whole archive", { exact: true }).click();
  await page
    .getByRole("img", { name: "6 other runs of the archive" })
    .waitFor();

  await page.keyboard.press("a");
  await page
    .getByRole("group", { name: "Group" })
    .getByRole("button", { name: /Two spirals: seed$/ })
    .click();
  await page.getByText("3 of 9 runs").waitFor();
});
