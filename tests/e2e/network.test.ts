/** What the network does at the slider's step, and sharpness as a valley. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { presetOf } from "../../core/experiment/presets";
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
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const digits = presetOf("mnist-1k-tanh").spec;
  const specs = [
    { ...presetOf("chebyshev").spec, name: "Cubic", steps: 1300 },
    { ...presetOf("spirals").spec, name: "Spirals", steps: 200 },
    {
      ...digits,
      name: "Digits",
      data: { source: "mnist", samples: 60, testSamples: 40 },
      steps: 20,
      checkpoints: { every: 5 },
    },
  ];
  for (const [i, spec] of specs.entries()) {
    await ask(lab.page, "queue.start", spec);
    await finished(i + 1);
  }
});
afterAll(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

function finished(id: number) {
  return vi.waitFor(
    async () => {
      const reply = await ask(lab.page, "runs.open", id);
      expect(reply.ok && reply.value.status).toBe("finished");
    },
    { timeout: 60_000, interval: 100 },
  );
}

async function show(name: string, tab: RegExp) {
  await lab.page
    .getByRole("listbox")
    .getByRole("option", { name: new RegExp(name) })
    .first()
    .click();
  await lab.page.getByRole("heading", { level: 1, name }).waitFor();
  await lab.page.getByRole("tab", { name: tab }).click();
  // A chart that scrolls under the pointer would be read there.
  await lab.page.mouse.move(0, 0);
}

const slider = () => lab.page.getByRole("slider", { name: "Step on screen" });
const figure = (name: RegExp) => lab.page.getByRole("figure", { name });

test("the fitted curve follows the slider", async () => {
  await show("Cubic", /^Network/);
  const curve = figure(/Fitted curve/);
  const picture = curve.getByRole("img");
  await curve.getByText("at step 1,300").waitFor();
  const drawn = async () => (await picture.screenshot()).toString("base64");
  const late = await drawn();
  const miss = await picture.getAttribute("aria-label");
  await slider().press("Home");
  await curve.getByText("at step 0", { exact: true }).waitFor();
  await expect.poll(drawn).not.toBe(late);
  expect(await picture.getAttribute("aria-label")).not.toBe(miss);
  await slider().press("End");
  await curve.getByText("at step 1,300").waitFor();
  expect(await picture.getAttribute("aria-label")).toBe(miss);
  await curve.getByRole("button", { name: /Show data table/ }).click();
  const table = lab.page.getByRole("region", { name: /Samples with what/ });
  expect(await table.innerText()).toMatch(
    /Sample\s+x\s+Target\s+Predicted\s+1\s/,
  );
  await lab.page.getByRole("button", { name: /Hide data table/ }).click();
  expect(await seriousProblems(lab.page)).toEqual([]);
});

test("two inputs have a decision map", async () => {
  await show("Spirals", /^Network/);
  const map = figure(/Decision map/);
  await map.getByText("at step 200").waitFor();
  expect(await map.getByRole("img").getAttribute("aria-label")).toMatch(
    /^\d+ of 100 training samples right \(\d+\.0 %\)\.$/,
  );
});

test("digits show their mistakes first and a confusion table; checkpoints can be dropped", async () => {
  await show("Digits", /^Network/);
  const predictions = figure(/Predictions/);
  await predictions.getByText("at step 20").waitFor();
  const images = () =>
    predictions
      .getByRole("list", { name: /Images of test/ })
      .getByRole("listitem");
  await predictions.getByText("Test samples", { exact: true }).click();
  await images().first().waitFor();
  const words = await images().allInnerTexts();
  expect(words).toHaveLength(40);
  const wrong = words.map((text) => text.includes("→"));
  expect(wrong[0]).toBe(true);
  expect(wrong).toEqual(wrong.toSorted((a, b) => Number(b) - Number(a)));
  const right = wrong.filter((is) => !is).length;
  await predictions
    .locator(".summary", { hasText: `${right} of 40 test samples right` })
    .waitFor();
  const table = predictions.getByRole("region", {
    name: "Confusion table, test samples",
  });
  const diagonal = await table.locator("td.right").allInnerTexts();
  const sum = diagonal.reduce((total, text) => total + (Number(text) || 0), 0);
  expect(sum).toBe(right);
  await predictions.getByText("Training samples", { exact: true }).click();
  await predictions.getByRole("list", { name: /Images of training/ }).waitFor();
  expect(await seriousProblems(lab.page)).toEqual([]);

  await lab.page.getByText(/4 checkpoints kept, up to step\s+20:/).waitFor();
  await lab.page.getByRole("button", { name: "Drop checkpoints…" }).click();
  await lab.page.getByRole("button", { name: "Drop 4 checkpoints" }).click();
  await lab.page.getByText(/checkpoints kept/).waitFor({ state: "detached" });
  const reply = await ask(lab.page, "runs.open", 3);
  expect(reply.ok && reply.value.kept).toEqual({ steps: [], bytes: 0 });
  // Without them the run is computed again.
  await slider().press("ArrowLeft");
  await predictions.getByText("at step 19").waitFor();
});

test.each(["light", "dark"] as const)(
  "the valley shows what another step size would do (%s)",
  async (colorScheme) => {
    await lab.page.emulateMedia({ colorScheme });
    await show("Cubic", /^Valley/);
    const valley = lab.page.getByRole("region", {
      name: "Sharpness as a valley",
    });
    await valley.getByText("measured at step 1,300").waitFor();
    const tried = valley.getByRole("slider", { name: /Step size to try/ });
    await tried.press("End");
    await valley.getByText(/oscillation grows/).waitFor();
    await valley.getByRole("button", { name: "Back to 0.2" }).click();
    await tried.press("Home");
    await valley.getByText(/down the same wall/).waitFor();
    await valley.getByRole("button", { name: "Back to 0.2" }).click();
    await valley.getByLabel("Draw the loss as it is along u").check();
    await valley.getByText("loss as it is", { exact: true }).waitFor();
    await slider().press("Home");
    await valley.getByText("measured at step 0", { exact: false }).waitFor();
    await slider().press("End");
    expect(await seriousProblems(lab.page)).toEqual([]);
    await lab.page.emulateMedia({ colorScheme: null });
  },
);

test("the design screen draws the valley at the start once the forecast knows it, live with the step size", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  await page.getByRole("radio", { name: /Chebyshev/ }).check();
  await page.getByRole("button", { name: "Dry run" }).first().click();
  const valley = page.locator("details", {
    hasText: "What this step size does at the start",
  });
  await valley.getByText(/λ₁/).first().waitFor();
  await valley.getByText(/down the same wall|lands lower/).waitFor();
  await page
    .getByRole("slider", { name: /Step size on a logarithmic/ })
    .press("End");
  await valley.getByText(/oscillation grows/).waitFor();
  expect(await seriousProblems(page)).toEqual([]);
});
