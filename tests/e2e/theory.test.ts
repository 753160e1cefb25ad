/** The theory screen in the real window, on real analyses. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { presetOf } from "../../core/experiment/presets";
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
let page: Page;

const golden = presetOf("chebyshev").spec;
const relu = {
  ...golden,
  model: {
    ...golden.model,
    layers: [
      { type: "dense", units: 20 },
      { type: "activation", fn: "relu" },
      { type: "dense", units: 1 },
    ],
  },
};
const descent = (stepSize: number) => ({ kind: "gd", stepSize });

/** Named experiments, run before the tests. */
const experiments = {
  crossing: { ...golden, steps: 1100 },
  below: { ...golden, optimizer: descent(0.02), steps: 60 },
  "above at once": { ...golden, optimizer: descent(0.45), steps: 60 },
  piecewise: { ...relu, optimizer: descent(0.4), steps: 300 },
  runaway: {
    edgeLab: 1,
    model: {
      kind: "landscape",
      formula: "6*x^2 + p^2/100",
      start: { x: 1, p: 1 },
    },
    optimizer: descent(0.2),
    steps: 400,
  },
  adaptive: {
    ...golden,
    optimizer: { kind: "adam", stepSize: 0.01 },
    steps: 40,
  },
};

beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  page = lab.page;
  for (const [name, experiment] of Object.entries(experiments)) {
    const reply = await ask(page, "queue.start", { ...experiment, name });
    if (!reply.ok) throw new Error(reply.error.message);
  }
  while (await anyGoing()) await page.waitForTimeout(100);
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

async function anyGoing() {
  const runs = await ask(page, "runs.list");
  if (!runs.ok) throw new Error(runs.error.message);
  return runs.value.some(({ status }) =>
    ["queued", "running"].includes(status),
  );
}

/** Opens the theory beside a run, by keyboard. */
async function openTheory(name: string) {
  await page.getByRole("option", { name }).first().click();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  await page.locator("main").focus();
  await page.keyboard.press("t");
  await page.getByRole("heading", { name: "Self-stabilisation" }).waitFor();
}

/** Opens all stops, as far as they are folded. */
async function unfold() {
  const button = page.getByRole("button", { name: "Unfold all" });
  if (await button.isVisible()) await button.click();
  await stop("Several instabilities").waitFor();
}

/** The form of another analysis is folded once there is one. */
async function openForm() {
  const again = page.getByText("Analyse it again");
  await again.waitFor();
  if (!(await page.getByLabel("Steps", { exact: true }).isVisible()))
    await again.click();
}

async function analyse() {
  await page.getByRole("button", { name: "Analyse this run" }).click();
  await page
    .getByRole("region", { name: "In short" })
    .waitFor({ timeout: 60_000 });
  await unfold();
}

const stop = (title: string) => page.getByRole("region", { name: title });

test("the summary has the four numbers, the verdicts and a phase plane that plays at a chosen speed", async () => {
  await openTheory("crossing");
  await page.getByRole("button", { name: "Analyse this run" }).click();
  const short = page.getByRole("region", { name: "In short" });
  await short.waitFor({ timeout: 60_000 });
  const text = await short.innerText();
  for (const word of [
    "0.02648",
    "progressive sharpening",
    "self-stabilisation",
    "width at rest",
    "pace of a cycle",
  ])
    expect(text).toContain(word);
  expect(text).toMatch(/All that were measured look kept|look doubtful/);
  expect(text).toContain("0.99993");
  // Everything below is folded, and says what it is about.
  expect(await stop("The descent lemma").count()).toBe(0);
  await page.getByText("Below 2/η each step lowers the loss").waitFor();

  const plane = short.getByRole("slider", { name: "Phase plane at step" });
  const at = async () => Number(await plane.getAttribute("aria-valuenow"));
  await plane.press("Home");
  const first = await at();
  await short
    .getByLabel("Speed of playing: the phase plane")
    .selectOption({ label: "4×" });
  await short.getByRole("button", { name: /^Play/ }).click();
  await expect.poll(at).toBeGreaterThan(first + 5);
  await short.getByRole("button", { name: "Hold here" }).click();
  const held = await at();
  await page.waitForTimeout(200);
  expect(await at()).toBe(held);
});

test("a link opens the stop that it points to; folds are remembered", async () => {
  const short = page.getByRole("region", { name: "In short" });
  await short.getByRole("link", { name: "What each of them means" }).click();
  await stop("The assumptions").waitFor();
  expect(await stop("The assumptions").innerText()).toContain("0.258");
  expect(await stop("Limits").count()).toBe(0);
  await page
    .getByRole("navigation", { name: "Stops" })
    .getByRole("link", { name: "Limits" })
    .click();
  await stop("Limits").waitFor();
  await openTheory("below");
  await openTheory("crossing");
  await stop("Limits").waitFor();
  await stop("The assumptions").waitFor();
  // On paper nothing is folded.
  const open = () => page.locator("main details[id][open]").count();
  expect(await open()).toBe(2);
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  expect(await open()).toBe(9);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  expect(await open()).toBe(2);
});

test("a run that crosses: every stop has its numbers, and they are the archive's", async () => {
  await openTheory("crossing");
  await unfold();
  const reply = await ask(page, "runs.open", 1);
  if (!reply.ok) throw new Error(reply.error.message);
  const { theory } = reply.value;
  expect(theory?.start?.alpha).toBeCloseTo(0.02647755, 8);
  expect(theory?.alarms).toEqual([]);
  const read = (title: string) => stop(title).innerText();
  expect(await read("What it implicitly solves")).toContain("0.02648");
  expect(await read("The full dynamics")).toContain("0.99993");
  expect(await read("The factor of 2")).toMatch(/ratio is (0\.99|1\.00)/);
  expect(await read("The assumptions")).toContain("0.258");
  expect(await read("Several instabilities")).toContain(
    "At most one eigenvalue",
  );
  expect(await read("Limits")).toContain("none of them was found");
  // Typeset, and readable without eyes.
  expect(await page.locator(".katex math").count()).toBeGreaterThan(10);

  // The slider of a figure moves the reading in all of them.
  const slider = stop("The descent lemma").getByRole("slider");
  await slider.focus();
  await page.keyboard.press("Home");
  await expect.poll(() => read("The full dynamics")).toMatch(/step\s+991/);
});

test("figures say what was analysed", async () => {
  await openTheory("crossing");
  await unfold();
  const saved = async (region: string, title: string) => {
    const button = stop(region)
      .getByRole("button", { name: new RegExp(`^Figure….*: ${title}$`) })
      .first();
    return wordsOf(await savedFigure(lab, button, join(home, `${title}.svg`)));
  };
  const losses = await saved("The full dynamics", "Loss");
  expect(losses).toMatch(
    /^crossing .*Loss .*Analysed over 240 steps from step/,
  );
  expect(losses).toContain("analysed with a kick of 0.5 δ");
  expect(await saved("The factor of 2", "The slope along u")).toContain(
    "½·S·x",
  );
  const plane = await saved("The four stages", "Phase plane");
  expect(plane).toMatch(/^Phase plane: crossing /);
  expect(plane).toContain("Stage 1, progressive sharpening");
  expect(plane).toMatch(/The path of 240 steps .*η = 0\.2/);
});

test("the phase plane is read with the pointer", async () => {
  const figure = stop("The four stages").getByRole("figure", {
    name: "Phase plane",
  });
  const plane = figure.getByRole("slider");
  await plane.focus();
  await plane.press("Home");
  const steps = new Set<string>();
  for (const x of [100, 300, 500]) {
    await plane.hover({ position: { x, y: 150 } });
    const text = (await plane.getAttribute("aria-valuetext")) ?? "";
    expect(text).toMatch(/^Step [\d,]+: x = .*, y = /);
    const [step] = /[\d,]+/.exec(text) ?? [];
    expect(await figure.innerText()).toMatch(new RegExp(`step\\s+${step}\\s`));
    steps.add(text);
  }
  expect(steps.size).toBe(3);
});

test("an analysis can be cancelled, and what was there stays", async () => {
  await openTheory("crossing");
  await openForm();
  await page.getByLabel("Steps", { exact: true }).fill("20000");
  await page.getByRole("button", { name: "Analyse again" }).click();
  await page.getByRole("progressbar", { name: "Analysis" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await openForm();
  const reply = await ask(page, "runs.open", 1);
  expect(reply.ok && reply.value.theory?.steps).toBe(240);
  await page.getByLabel("Steps", { exact: true }).fill("none");
  await page.getByRole("button", { name: "Analyse again" }).click();
  await page.getByText("Steps must be a whole number").waitFor();
  await page.getByLabel("Steps", { exact: true }).fill("240");
});

test.each([
  ["below", "Sharpness did not reach 2/η in this run."],
  ["above at once", "Sharpness is above 2/η at the first step."],
  ["piecewise", "relu is piecewise linear"],
  ["runaway", "Sharpness is above 2/η at the first step."],
])("a run that is %s gets a page that says so", async (name, message) => {
  await openTheory(name);
  await analyse();
  await page.getByText(message).first().waitFor();
  expect(await page.locator("main").innerText()).not.toMatch(
    /NaN|Infinity|∞|undefined|null/,
  );
  // Flows were ticked: where they are missing it is for the reason in the notes.
  expect(await stop("Several instabilities").innerText()).not.toContain(
    "tick Flows",
  );
});

test("a run of another optimiser is told why there is no analysis", async () => {
  await openTheory("adaptive");
  await page.getByText("covers plain gradient descent").waitFor();
  expect(
    await page.getByRole("button", { name: "Analyse this run" }).count(),
  ).toBe(0);
});

test.each(["light", "dark"] as const)(
  "the %s theme has no serious accessibility problem",
  async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await openTheory("crossing");
    await unfold();
    expect(await seriousProblems(page)).toEqual([]);
  },
);
