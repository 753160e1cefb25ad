import { afterEach, beforeEach, expect, test } from "vitest";
import type { Page } from "playwright-core";
import type { RunDetail } from "../../core/contract/api";
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
beforeEach(async () => {
  home = await makeHome();
  lab = await openLab(home);
});
afterEach(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

/** The words that a screen reader says for what has the focus. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    return (element?.labels?.[0] ?? element)?.innerText.trim() ?? "";
  });

/** Goes on with Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string | RegExp, key = "Tab") {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press(key);
    const text = await focused(page);
    if (typeof name === "string" ? text === name : name.test(text)) return;
  }
  throw new Error(`Tab never came to ${String(name)}.`);
}

async function fill(page: Page, label: string, value: string) {
  await tabTo(page, label);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(value);
}

test("a convolutional network is designed and run by keyboard alone", async () => {
  const { page } = lab;
  const { keyboard } = page;
  await page.getByRole("button", { name: "New run" }).first().waitFor();
  await keyboard.press("n");
  await page.getByRole("radio", { name: "MNIST-5k tanh" }).waitFor();
  await fill(page, "Name", "My CNN");
  await fill(page, "Samples", "100");
  await fill(page, "Steps", "4");
  await fill(page, "Measure sharpness every", "2");
  await tabTo(page, /^Model/);
  await keyboard.press("Enter");

  await tabTo(page, /^Dense, 200 units/);
  for (let i = 0; i < 5; i++) await keyboard.press("Delete");
  // The focus goes where the next layer comes from.
  await expect.poll(() => focused(page)).toMatch(/Dense$/);
  await tabTo(page, /Pool$/);
  await keyboard.press("Enter");
  await tabTo(page, /Convolution$/, "Shift+Tab");
  await keyboard.press("Enter");
  await fill(page, "Filters", "4");
  await tabTo(page, /^Convolution, 4 of 3 × 3/, "Shift+Tab");
  await keyboard.press("Alt+ArrowUp");
  await keyboard.press("ArrowDown");
  await tabTo(page, /Activation$/);
  await keyboard.press("Enter");
  await tabTo(page, /Dense$/, "Shift+Tab");
  await keyboard.press("Enter");
  await fill(page, "Units", "9");
  await page
    .getByText("The last dense layer must have 10 units")
    .first()
    .waitFor();
  await tabTo(page, "Use 10");
  await keyboard.press("Enter");
  await tabTo(page, "Start run");
  await keyboard.press("Enter");

  await page.getByRole("heading", { level: 1, name: "My CNN" }).waitFor();
  const run = async (): Promise<RunDetail> => {
    const reply = await ask(page, "runs.open", 1);
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value;
  };
  await expect
    .poll(async () => (await run()).status, { timeout: 60_000 })
    .toBe("finished");
  const { spec, engine, rows } = await run();
  expect(spec.model).toMatchObject({
    kind: "network",
    layers: [
      { type: "conv2d", filters: 4, kernel: 3, padding: "same" },
      { type: "pool", kind: "max", size: 2 },
      { type: "activation", fn: "tanh" },
      { type: "dense", units: 10 },
    ],
  });
  // 4·9 + 4 of the convolution, 10·(4·14²) + 10 of the dense layer.
  expect(engine?.parameters).toBe(7890);
  expect(rows).toMatchObject({ steps: 5, spectrum: 3 });
});

test("a formula is refused in words, mended and run, with every part open and accessible", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  const parts = [
    "Data",
    "Model",
    "Loss and",
    "Measurements",
    "Experiment file",
  ];
  for (const part of parts)
    await page.getByRole("button", { name: new RegExp(`^${part}`) }).click();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousProblems(page)).toEqual([]);
  }
  await page.getByLabel("Kind of model").selectOption("landscape");
  await page.getByLabel("Landscape", { exact: true }).selectOption("formula");
  await page.getByLabel("Formula").fill("cosh(x) + y^2 + z");
  await page.getByText(/"z"/).first().waitFor();
  expect(
    await page
      .getByRole("button", { name: "Start run" })
      .getAttribute("aria-disabled"),
  ).toBe("true");
  await page.getByLabel("Formula").fill("(x^2 - 1)^2 + y^2");
  await page.getByLabel("Variables and their start").fill("x = 0.5, y = 1");
  // The Hessian at the start is diag(12·x² − 4, 2), so λ₁ = 2 and the edge is at 2/λ₁ = 1.
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByText("2/λ₁ = 1", { exact: true }).waitFor();
  await page.getByLabel("Steps", { exact: true }).fill("50");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect
    .poll(
      async () => {
        const reply = await ask(page, "runs.open", 1);
        return reply.ok && reply.value.status;
      },
      { timeout: 60_000 },
    )
    .toBe("finished");
  const reply = await ask(page, "runs.open", 1);
  if (!reply.ok) throw new Error(reply.error.message);
  // The minima are at (±1, 0), where the loss is 0.
  expect(reply.value.summary.finalLoss).toBeLessThan(1e-3);
  expect(reply.value.spec.data).toBeUndefined();
});

test("a sweep over step sizes runs in the queue, one after the other", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  await page
    .getByRole("radio", { name: "Chebyshev T₃, 20 hidden units", exact: true })
    .check();
  await page.getByLabel("Steps", { exact: true }).fill("200");
  await page.getByRole("button", { name: /^Sweep/ }).click();
  await page.getByText("Range", { exact: true }).click();
  await page.getByLabel("From", { exact: true }).fill("0.1");
  await page.getByLabel("To", { exact: true }).fill("0.4");
  await page.getByLabel("How many", { exact: true }).fill("3");
  await page.getByText("0.1, 0.2, 0.4", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Start 3 runs" }).click();
  await expect
    .poll(
      async () => {
        const reply = await ask(page, "runs.list");
        if (!reply.ok) throw new Error(reply.error.message);
        return reply.value
          .filter(({ status }) => status === "finished")
          .map(({ spec }) => spec.optimizer.stepSize)
          .sort();
      },
      { timeout: 60_000 },
    )
    .toEqual([0.1, 0.2, 0.4]);
});
