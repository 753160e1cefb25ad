/** Figures of runs and comparisons, from the first click to the file. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import {
  ask,
  figureDialog,
  makeHome,
  needsElectron,
  openLab,
  removeHome,
  savedBy,
  savedFigure,
  seriousProblems,
  textsOf,
  wordsOf,
  type Lab,
} from "./lab";

const runs = 24;
const mmPerPoint = 25.4 / 72;
let home: string;
let lab: Lab;

beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const { spec } = presetOf("chebyshev");
  for (let i = 0; i < runs; i++) {
    const stepSize = Number((0.1 + 0.012 * i).toPrecision(3));
    const optimizer = { ...spec.optimizer, stepSize };
    const name = `Step size ${stepSize}`;
    const wanted = { ...spec, name, steps: 300, optimizer };
    expect(await ask(lab.page, "queue.start", wanted)).toMatchObject({
      ok: true,
    });
  }
  for (let i = 0; !(await areAllOver()); i++) {
    if (i > 600) throw new Error("The runs did not end.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}, 150_000);

afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

async function areAllOver(): Promise<boolean> {
  const list = await ask(lab.page, "runs.list");
  return (
    list.ok &&
    list.value.every(({ status }) => ["finished", "diverged"].includes(status))
  );
}

/** The figures of the comparison of so many runs, or of a run by itself. */
async function open(count: number): Promise<Locator> {
  const { page } = lab;
  if (count === 1) {
    await page
      .getByRole("option", { name: /Step size/ })
      .first()
      .click();
    await page.getByRole("button", { name: /^Chart\W+Loss$/ }).click();
    const figure = page.getByRole("button", { name: /^Figure….*: Loss$/ });
    const dialog = await figureDialog(page, figure);
    await dialog.getByLabel("Chart", { exact: true }).selectOption("stacked");
    return dialog;
  }
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("grid", { name: "Runs" }).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  for (let i = 1; i < count; i++) await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("c");
  await page.getByText(`${count} runs · differ in step size`).waitFor();
  return figureDialog(
    page,
    page.getByRole("button", { name: "Figure…", exact: true }),
  );
}

const close = () => lab.page.keyboard.press("Escape");

async function size(dialog: Locator, preset: string) {
  await dialog.getByLabel("Size", { exact: true }).selectOption(preset);
}

/** Texts of the preview, or of an SVG that was saved, with their boxes in shares of the figure. */
function readFigure(saved: string | null) {
  const holder = document.createElement("div");
  if (saved) {
    holder.innerHTML = saved;
    document.body.append(holder);
  }
  const svg = (saved ? holder : document).querySelector<SVGSVGElement>(
    saved ? "svg" : ".paper svg",
  );
  if (!svg) throw new Error("There is no figure.");
  const whole = svg.getBoundingClientRect();
  const unit = svg.viewBox.baseVal.width;
  const texts = [
    ...svg.querySelectorAll<SVGGraphicsElement>(
      saved ? "g[aria-label]" : "text",
    ),
  ].map((text) => {
    const box = text.getBoundingClientRect();
    return {
      text: text.getAttribute("aria-label") ?? text.textContent,
      left: (box.left - whole.left) / whole.width,
      right: (box.right - whole.left) / whole.width,
      top: (box.top - whole.top) / whole.height,
      bottom: (box.bottom - whole.top) / whole.height,
      // Of the width of the figure.
      size: Number(text.getAttribute("font-size")) / unit,
    };
  });
  const paper = svg.querySelector("path")?.getAttribute("fill");
  holder.remove();
  return { texts, paper, width: svg.getAttribute("width") };
}

describe.each([1, 2, 12, 24])("of %i runs", (count) => {
  test.each([
    ["column", 85],
    ["columns", 170],
  ])(
    "%s: all texts are inside, in letters that can be read, light and dark",
    async (preset, mm) => {
      const { page } = lab;
      const dialog = await open(count);
      await size(dialog, preset);
      for (const [colours, paper] of [
        ["Dark", "#141416"],
        ["Light", "#ffffff"],
      ]) {
        await dialog.getByText(colours, { exact: true }).click();
        await expect
          .poll(() => page.evaluate(readFigure, null))
          .toMatchObject({ paper, width: `${mm}mm` });
        const { texts } = await page.evaluate(readFigure, null);
        const all = texts.map(({ text }) => text);
        expect(all.length).toBeGreaterThan(15);
        expect(all).toContain("Loss");
        expect(all.join(" ")).toMatch(/Sharpness/);
        for (const { text, left, right, top, bottom } of texts) {
          const sides = [left, 1 - right, top, 1 - bottom];
          expect(Math.min(...sides), text ?? "").toBeGreaterThan(-0.001);
        }
        const points = texts.map(({ size }) => (size * mm) / mmPerPoint);
        // Only raised and lowered digits are smaller than the small print.
        expect(Math.min(...points)).toBeGreaterThan(5.9);
        const legend = texts.filter(({ text }) =>
          (count === 1 ? /^(S|λ)$/ : /^η = 0\.\d+$/).test(text ?? ""),
        );
        expect(legend.length).toBeGreaterThanOrEqual(count === 1 ? 2 : count);
        for (const { size } of legend)
          expect((size * mm) / mmPerPoint).toBeGreaterThanOrEqual(6);
      }
      await close();
    },
  );
});

test("the figure for a paper is four clicks from a fresh start", async () => {
  // Choices of the dialogs before are written a moment after they close, at the latest when the lab ends.
  await lab.quit();
  lab = await openLab(home);
  await ask(lab.page, "settings.save", { figure: {} });
  await lab.quit();
  lab = await openLab(home);
  const { page, app } = lab;
  const path = join(home, "paper.pdf");
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ filePath, canceled: false });
  }, path);
  let clicks = 0;
  const click = async (button: Locator) => {
    await button.click();
    clicks++;
  };
  await click(page.getByRole("option", { name: /Step size/ }).nth(1));
  await click(page.getByRole("button", { name: /^Chart\W+Loss$/ }));
  await click(page.getByRole("button", { name: /^Figure….*: Loss$/ }));
  await click(page.getByRole("button", { name: "Save PDF…" }));
  await page.getByText(`Saved as ${path}.`).waitFor();
  expect(clicks).toBeLessThanOrEqual(5);
  const pdf = (await readFile(path)).toString("latin1");
  const [, bottom, width, top] =
    /\/MediaBox \[0 ([\d.]+) ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
  expect(Number(width) * mmPerPoint).toBeCloseTo(85, 2);
  const height = (Number(top) - Number(bottom)) * mmPerPoint;
  expect(height).toBeGreaterThan(50);
  // Tenths of a millimetre, to the last of them.
  expect(10 * height).toBeCloseTo(Math.round(10 * height), 1);
  expect(pdf).not.toContain("/Type3");
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});

test("loss over sharpness is one dialog away from a run and from a comparison", async () => {
  const { page } = lab;
  for (const count of [1, 2]) {
    const dialog = await open(count);
    const chart = dialog.getByLabel("Chart", { exact: true });
    await chart.selectOption({ label: "Loss over sharpness" });
    await expect
      .poll(() => dialog.getByLabel(/^Name of y axis/).count())
      .toBe(2);
    const { texts } = await page.evaluate(readFigure, null);
    // One x axis, below both.
    expect(texts.filter(({ text }) => text === "step")).toHaveLength(1);
    await close();
  }
});

test("a saved SVG needs no typeface, and its letters are inside as well", async () => {
  const { page } = lab;
  await open(12);
  await close();
  const button = page.getByRole("button", { name: "Figure…", exact: true });
  const svg = await savedFigure(lab, button, join(home, "twelve.svg"));
  expect(svg.toString()).not.toContain("<text");
  expect(wordsOf(svg)).toContain("12 runs that differ in step size");
  const { texts } = await page.evaluate(readFigure, svg.toString());
  expect(texts).toHaveLength(textsOf(svg).length);
  for (const { text, left, right, top, bottom } of texts) {
    const sides = [left, 1 - right, top, 1 - bottom];
    expect(Math.min(...sides), text ?? "").toBeGreaterThanOrEqual(0);
  }
});

test("what is written on a figure is on it, and a long name of an axis is not cut", async () => {
  const { page } = lab;
  const dialog = await open(2);
  const title = "Twice the same, ".repeat(12).trim();
  await dialog.getByLabel("Title").fill(title);
  await dialog.getByLabel("Name of y axis 1").fill("Training loss");
  const x = "number of gradient descent steps since the beginning of the run";
  await dialog.getByLabel("Name of the x axis").fill(x);
  await expect
    .poll(async () =>
      (await page.evaluate(readFigure, null)).texts
        .map(({ text }) => text)
        .join(" "),
    )
    .toContain(x);
  const { texts } = await page.evaluate(readFigure, null);
  const all = texts.map(({ text }) => text);
  expect(all.join(" ")).toContain(title);
  expect(all).toContain("Training loss");
  for (const { text, left, right } of texts)
    expect(Math.min(left, 1 - right), text ?? "").toBeGreaterThan(-0.001);
  await dialog
    .getByRole("button", { name: "Reset to the texts of the chart" })
    .click();
  expect(await dialog.getByLabel("Title").inputValue()).toBe(
    "2 runs that differ in step size",
  );
  await close();
});

test("sizes that cannot be are refused in a sentence, and what has no room is named", async () => {
  const dialog = await open(24);
  await size(dialog, "column");
  const width = dialog.getByLabel("Width");
  const saves = dialog.getByRole("button", { name: "Save PNG…" });
  await width.fill("5");
  await dialog.getByText("The width must be 20 to 1,000 mm.").waitFor();
  expect(await saves.getAttribute("aria-disabled")).toBe("true");
  await width.fill("wide");
  await dialog.getByText("The width must be 20 to 1,000 mm.").waitFor();
  await width.fill("85");
  await dialog.getByLabel("Type size (pt)").fill("30");
  await dialog
    .getByText(/^A type size of 30 pt leaves no room for the chart at 85 mm/)
    .waitFor();
  await dialog.getByLabel("Type size (pt)").fill("8");
  const height = dialog.getByLabel("Height");
  await height.fill("100");
  await dialog.getByText(/^The caption is left out/).waitFor();
  await height.fill("70");
  await dialog
    .getByText(/^The legend is left out: its 24 entries do not fit/)
    .waitFor();
  await height.fill("30");
  await dialog.getByText(/^The height leaves no room for the charts/).waitFor();
  expect(await saves.getAttribute("aria-disabled")).toBe("true");
  await size(dialog, "column");
  await expect.poll(() => saves.getAttribute("aria-disabled")).not.toBe("true");
  await close();
});

test("the choices are there again after a restart", async ({ skip }) => {
  needsElectron(skip, "it reads a picture with it");
  let dialog = await open(2);
  await size(dialog, "slide");
  await dialog.getByLabel("Transparent").check();
  await dialog.getByLabel("Caption and settings").uncheck();
  await close();
  await lab.quit();
  lab = await openLab(home);
  dialog = await open(2);
  expect(await dialog.getByLabel("Size", { exact: true }).inputValue()).toBe(
    "slide",
  );
  expect(await dialog.getByLabel("Transparent").isChecked()).toBe(true);
  const png = await savedBy(
    lab,
    dialog.getByRole("button", { name: "Save PNG…" }),
    join(home, "slide.png"),
  );
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1080]);
  const corner = await lab.app.evaluate(
    ({ nativeImage }, path) =>
      nativeImage.createFromPath(path).toBitmap().readUInt32LE(0),
    join(home, "slide.png"),
  );
  expect(corner).toBe(0);
});

/** The clipboard of Electron 33. */
interface OldClipboard {
  readImage?(): Electron.NativeImage;
  writeImage?: (image: Electron.NativeImage) => void;
}

test("a figure is copied as a picture, and a clipboard that takes none is named", async () => {
  const { page, app } = lab;
  let dialog = await open(2);
  await size(dialog, "column");
  await dialog.getByLabel("Transparent").uncheck();
  const copy = () => dialog.getByRole("button", { name: "Copy as picture" });
  await copy().click();
  await page
    .getByText("The figure is on the clipboard, as a picture.")
    .waitFor();
  const copied = await app.evaluate(async ({ clipboard, nativeImage }) => {
    const old = clipboard as unknown as OldClipboard;
    if (old.readImage) return old.readImage().getSize();
    const [item] = await clipboard.read();
    const blob = await item.getType<string>("image/png");
    const bytes = await (blob as Blob).arrayBuffer();
    return nativeImage.createFromBuffer(Buffer.from(bytes)).getSize();
  });
  // 85 mm at 300 dots an inch.
  expect(copied.width).toBe(1004);
  await app.evaluate(({ clipboard }) => {
    const old = clipboard as unknown as OldClipboard;
    if (old.writeImage) old.writeImage = () => undefined;
    else clipboard.write = () => Promise.resolve();
  });
  dialog = await open(2);
  await copy().click();
  await dialog
    .getByText(/The clipboard of the system did not accept the picture/)
    .waitFor();
  await close();
});

test.each(["light", "dark"] as const)(
  "the dialog has no serious accessibility problem in the %s theme",
  async (colorScheme) => {
    await lab.page.emulateMedia({ colorScheme });
    await open(12);
    expect(await seriousProblems(lab.page)).toEqual([]);
    await close();
    await lab.page.emulateMedia({ colorScheme: null });
  },
);

test("the report of a comparison has its pages, and a row for each run", async () => {
  const { page } = lab;
  await open(24);
  await close();
  const pdf = await savedBy(
    lab,
    page.getByRole("button", { name: "Report (PDF)…" }),
    join(home, "comparison.pdf"),
  );
  expect(pdf.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g);
  expect(pages?.length).toBeGreaterThanOrEqual(2);
});
