import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunRow } from "../../core/contract/api";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  savedFigure,
  seriousProblems,
  wordsOf,
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

test("a 6 × 2 sweep over step size and layer width, its group and its pictures", async () => {
  const { page } = lab;
  await design(chebyshev, 300);
  await page.getByText("Range", { exact: true }).click();
  await page.getByLabel("From", { exact: true }).fill("0.1");
  await page.getByLabel("To", { exact: true }).fill("0.4");
  await page.getByRole("button", { name: "Add a setting" }).click();
  await page.keyboard.type("width");
  await page.keyboard.press("Enter");
  await page
    .getByLabel("Values of hidden units of layer 1", { exact: true })
    .fill("10, 20");
  await page.getByRole("button", { name: "Forecast the time" }).click();
  await page.getByText(/^12 runs, .* with 1 engine$/).waitFor();
  await page.getByRole("button", { name: "Start 12 runs" }).click();
  await page
    .getByRole("region", { name: "Groups at work" })
    .getByText(/^\d+ of 12/)
    .waitFor();
  const rows = await finished(12);
  expect(new Set(rows.map(({ groupId }) => groupId)).size).toBe(1);
  expect(rows[0].groupName).toBe(`${chebyshev}: η × hidden units of layer 1`);
  expect(rows[0].name).toBe(
    `${chebyshev}, η = 0.1, hidden units of layer 1 = 10`,
  );

  await page
    .getByText(`All 12 runs of “${rows[0].groupName}” are over.`)
    .waitFor();
  await page.getByRole("button", { name: "Show result" }).click();
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  await page.getByText("Results", { exact: true }).first().click();
  // A map by itself: each cell as the archive has it.
  const map = page.getByRole("slider", { name: "Final sharpness of each run" });
  await map.focus();
  await page.keyboard.press("Home");
  const heard = async () => (await map.getAttribute("aria-valuetext")) ?? "";
  for (const units of [10, 20])
    for (const stepSize of [0.1, 0.132, 0.1741, 0.2297, 0.3031, 0.4]) {
      const row = rows.find(
        ({ spec, name }) =>
          spec.optimizer.stepSize === stepSize && name.endsWith(`= ${units}`),
      );
      const sharpness = row?.summary.finalSharpness?.toPrecision(4);
      await expect
        .poll(heard)
        .toBe(
          `step size ${stepSize}, hidden units of layer 1 ${units}, Final sharpness ${sharpness}`,
        );
      if (stepSize < 0.4) await page.keyboard.press("ArrowRight");
      else {
        await page.keyboard.press("ArrowUp");
        for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowLeft");
      }
    }

  // As dots, with the threshold; the figure has both.
  await page.getByText("Points", { exact: true }).click();
  await page.getByText("coloured by hidden units of layer 1").first().waitFor();
  const svg = await savedFigure(
    lab,
    page.getByRole("button", { name: /^Figure… ?: Final sharpness/ }),
    join(home, "sweep.svg"),
  );
  expect(wordsOf(svg)).toMatch(
    /Final sharpness against step size and hidden units of layer 1, 12 runs.* 2\/η /,
  );
  expect(await seriousProblems(page)).toEqual([]);

  // Enter opens the run that is read.
  const dots = page.getByRole("slider", { name: "Final loss of each run" });
  await dots.focus();
  await page.keyboard.press("End");
  await expect
    .poll(() => dots.getAttribute("aria-valuetext"))
    .toMatch(/^η 0\.4, hidden units of layer 1 20, Final loss/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: rows[11].name }).waitFor();

  await page.getByRole("button", { name: "Again with…" }).click();
  await page
    .getByRole("button", { name: "Again with half step size η (0.2)" })
    .click();
  const again = rows[11].name.replace("η = 0.4", "η = 0.2");
  await page.getByRole("heading", { level: 1, name: again }).waitFor();
  const last = (await finished(13)).at(-1);
  expect(last?.spec.optimizer).toEqual({
    ...rows[11].spec.optimizer,
    stepSize: 0.2,
  });
});

test("a cell of several runs lists them and draws their curves", async () => {
  const { page } = lab;
  const reply = await ask(page, "runs.list");
  if (!reply.ok) throw new Error(reply.error.message);
  // A second try finds the run that the first one started.
  if (reply.value.length < 14) {
    const [first] = await finished(13);
    await ask(page, "queue.reproduce", first.id);
  }
  await finished(14);
  await page.locator("main").focus();
  await page.keyboard.press("a");
  await page.getByRole("grid", { name: "Runs" }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("c");
  await page.getByText("Results", { exact: true }).first().click();
  await page.getByText("Heat map", { exact: true }).click();
  const map = page.getByRole("slider", { name: "Final sharpness of each run" });
  await map.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu", { name: "The 2 runs of this cell" });
  await menu.waitFor();
  expect(await menu.getByRole("menuitem").allTextContents()).toEqual([
    expect.stringMatching(/^Draw the curves of these 2 runs/),
    expect.stringMatching(`^Open ${chebyshev}, η = 0.1`),
    expect.stringMatching(`^Open ${chebyshev}, η = 0.1`),
  ]);
  await page.keyboard.press("Enter");
  const shown = page.getByRole("toolbar").locator("[aria-pressed=true]");
  await expect.poll(() => shown.count()).toBeGreaterThan(0);
  const loss = page.getByRole("slider", { name: "Loss at step" });
  await expect
    .poll(() => loss.getAttribute("aria-valuetext"))
    .toMatch(/^step 300, .*0\.1/);
});

test("seeds become a band, and the results also show the rest of the archive", async () => {
  const { page } = lab;
  await design("Two spirals", 40);
  for (const name of ["Step size η", "Units of layer 1"])
    await page.getByRole("button", { name: `Do not vary ${name}` }).click();
  await page.getByRole("button", { name: "Add a setting" }).click();
  await page.keyboard.type("seed");
  await page.getByRole("button", { name: /^Seed Model/ }).click();
  await page.getByLabel("Values of seed", { exact: true }).fill("0, 1, 2");
  await page.getByRole("button", { name: "Start 3 runs" }).click();
  const seeds = (await finished(17)).slice(14);

  await page.getByRole("button", { name: "Compare the 3 runs" }).click();
  // The results that were looked at last are shown again.
  await page.getByText("Curves", { exact: true }).click();
  await page.getByLabel("Group", { exact: true }).selectOption("over seed");
  const slider = page.getByRole("slider", { name: "Loss at step" });
  await expect
    .poll(() => slider.getAttribute("aria-valuetext"))
    .toMatch(/step 40.* mean of 3 runs /);
  // The mean of the three runs as the archive has them.
  const losses = seeds.map(({ summary }) => summary.finalLoss ?? NaN);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const text = await slider.getAttribute("aria-valuetext");
  const shown = Number(/mean of 3 runs ([\d.]+)/.exec(text ?? "")?.[1]);
  expect(shown).toBeCloseTo(mean, 4);

  await page.getByText("Results", { exact: true }).first().click();
  await page.getByText("Whole archive", { exact: true }).click();
  await page.getByText("14 other runs of the archive in grey.").waitFor();

  await page.keyboard.press("a");
  await page
    .getByRole("group", { name: "Group" })
    .getByRole("button", { name: /Two spirals: seed 3$/ })
    .click();
  await page.getByText("3 of 17 runs").waitFor();
});
