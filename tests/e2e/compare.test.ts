import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { presets } from "../../core/experiment/presets";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  savedBy,
  seriousProblems,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  for (const [stepSize, name] of [
    [0.2, "Wide steps"],
    [0.15, "Short steps"],
    [0.25, "Widest steps"],
  ] as const)
    await finish(stepSize, name);
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

/** Final sharpness and step of the crossing by name, as the archive has them. */
const stored: Record<string, { final: number; crossing: number }> = {};

const chebyshev = presets.find(({ id }) => id === "chebyshev");

/** The golden network to its end. At η = 0.2 it crosses at step 991, at 0.15 at step 2,193. */
async function finish(stepSize: number, name: string) {
  const spec = {
    ...chebyshev?.spec,
    name,
    optimizer: { kind: "gd", stepSize },
    steps: 2300,
  };
  const reply = await ask(lab.page, "queue.start", spec);
  if (!reply.ok) throw new Error(reply.error.message);
  const { id } = reply.value;
  await vi.waitFor(
    async () => {
      const run = await ask(lab.page, "runs.open", id);
      expect(run.ok && run.value.status).toBe("finished");
    },
    { timeout: 40_000, interval: 200 },
  );
  const run = await ask(lab.page, "runs.open", id);
  if (!run.ok) throw new Error(run.error.message);
  const { finalSharpness, crossingStep } = run.value.summary;
  stored[name] = {
    final: finalSharpness ?? NaN,
    crossing: crossingStep ?? NaN,
  };
}

const openCompare = async () => {
  await lab.page.locator("main").focus();
  await lab.page.keyboard.press("c");
  await lab.page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
};

const choose = (choice: string) =>
  lab.page
    .getByRole("group", { name: "How the curves are drawn" })
    .getByText(choice, { exact: true })
    .click();

const slider = (along: string) =>
  lab.page.getByRole("slider", { name: `Sharpness S at ${along}` });

/** What the chart of sharpness says is at an end of its axis. */
async function read(along: string, key: "Home" | "End") {
  await slider(along).press(key);
  const text = await slider(along).getAttribute("aria-valuetext");
  const [x, ...values] = text?.replaceAll(",", "").split(/ (?=[ABC] )/) ?? [];
  // A run that does not reach as far has a dash in place of a number.
  const numbers = values.map((value) => Number(value.slice(2).match(/[\d.]+/)));
  return {
    x: Number(x.replace("−", "-").match(/-?[\d.]+$/)),
    values: numbers.map((value) => value || null),
  };
}

test("two and three runs are compared in each x mode, by keyboard", async () => {
  const { page } = lab;
  await openCompare();
  await page.getByRole("button", { name: "Add run" }).press("Enter");
  for (const name of ["Wide steps", "Short steps"]) {
    await page.getByRole("searchbox").fill(name);
    await page
      .getByRole("group", { name: "Runs to add" })
      .getByRole("button", { name })
      .press("Enter");
  }
  await page
    .getByText(
      "B differs only in step size (0.2 → 0.15); it reached the edge 1,202 steps later.",
    )
    .waitFor();

  await page.getByRole("searchbox").fill("Widest steps");
  await page
    .getByRole("group", { name: "Runs to add" })
    .getByRole("button", { name: "Widest steps" })
    .press("Enter");
  const runs = ["Wide steps", "Short steps", "Widest steps"].map(
    (name) => stored[name],
  );
  const rounded = (value: number) => Number(value.toPrecision(5));
  const finals = runs.map(({ final }) => rounded(final));
  await expect
    .poll(() => read("step", "End"))
    .toEqual({ x: 2300, values: finals });
  await choose("η·step");
  // The last row of A is at η·step 460, of B at 345, of C at 575.
  await expect
    .poll(() => read("η·step", "End"))
    .toEqual({ x: 575, values: [null, null, finals[2]] });
  await choose("Time");
  // The run that was measured first is alone there; all began with the same weights.
  await expect
    .poll(async () => {
      const { x, values } = await read("seconds", "Home");
      return [x < 1, values.filter((value) => value !== null)];
    })
    .toEqual([true, [4.7925]]);
  await choose("Since crossing");
  // From the beginning of B, which crossed last, to the end of the one that crossed first.
  const crossings = runs.map(({ crossing }) => crossing);
  expect(crossings.slice(0, 2)).toEqual([991, 2193]);
  await expect
    .poll(() => read("steps since crossing", "Home"))
    .toEqual({ x: -2193, values: [null, 4.7925, null] });
  expect(
    await slider("steps since crossing").getAttribute("aria-valuemax"),
  ).toBe(String(2300 - Math.min(...crossings)));
  await choose("÷ threshold");
  await page.getByText("largest curvature, ÷ threshold").waitFor();
  await choose("Step");

  const plot = slider("step");
  await plot.press("Home");
  await plot.press("+");
  await page.getByRole("button", { name: /Show everything.*Loss/ }).waitFor();
  await plot.press("Escape");
  await expect
    .poll(() => page.getByRole("button", { name: /Show everything/ }).count())
    .toBe(0);
});

test.each(["light", "dark"] as const)(
  "the %s theme has no serious accessibility problem",
  async (colorScheme) => {
    await lab.page.emulateMedia({ colorScheme });
    expect(await seriousProblems(lab.page)).toEqual([]);
    await lab.page.emulateMedia({ colorScheme: null });
  },
);

function save(name: RegExp, file: string) {
  const button = lab.page.getByRole("button", { name });
  return savedBy(lab, button, join(home, file));
}

test("a figure is saved as PNG and as SVG with what it shows", async () => {
  const png = await save(/Save PNG.*Sharpness/, "figure.png");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  // Width in the header of the file: 720 pixels, twice as dense.
  expect(png.readUInt32BE(16)).toBe(1440);
  const svg = (await save(/Save SVG.*Sharpness/, "figure.svg")).toString();
  const parsed = await lab.page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(
      text,
      "image/svg+xml",
    );
    return {
      root: documentElement.tagName,
      words: [...documentElement.querySelectorAll("text")].map(
        (t) => t.textContent,
      ),
      longest: Math.max(
        ...[...documentElement.querySelectorAll("path")].map(
          (p) => p.getAttribute("d")?.split("L").length ?? 0,
        ),
      ),
    };
  }, svg);
  expect(parsed.root).toBe("svg");
  expect(parsed.words).toContain("Sharpness S");
  expect(parsed.words.join("\n")).toMatch(/A: Wide steps; η = 0\.2, 2\/η = 10/);
  expect(parsed.longest).toBeGreaterThan(500);
});

test("zoom, hidden runs and scrolling are there again after Back and Forward", async () => {
  const { page } = lab;
  const main = page.locator("main");
  const sharpness = page.getByRole("slider", { name: /^Sharpness S at/ });
  const shown = page.getByLabel("Show B, Short steps");
  const last = () => sharpness.getAttribute("aria-valuemax");
  await shown.uncheck();
  const everything = await last();
  await sharpness.press("+");
  await expect.poll(last).not.toBe(everything);
  const zoomed = await last();
  await main.evaluate((element) => element.scrollTo(0, 200));
  const scrolled = () => main.evaluate((element) => element.scrollTop);
  expect(await scrolled()).toBe(200);

  await main.focus();
  await page.keyboard.press("a");
  await page.getByRole("heading", { level: 1, name: "Archive" }).waitFor();
  await page.keyboard.press("Alt+ArrowLeft");
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  expect(await shown.isChecked()).toBe(false);
  await expect.poll(last).toBe(zoomed);
  await expect.poll(scrolled).toBe(200);

  const thumb = (button: number) =>
    main.evaluate(
      (element, button) =>
        element.dispatchEvent(
          new MouseEvent("mouseup", { button, bubbles: true }),
        ),
      button,
    );
  await thumb(4);
  await page.getByRole("heading", { level: 1, name: "Archive" }).waitFor();
  await thumb(3);
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  await sharpness.press("Escape");
  await expect.poll(last).toBe(everything);
  await shown.check();
});

test("a saved view opens again as it was, after a restart", async () => {
  const { page } = lab;
  await choose("Since crossing");
  await choose("Grid");
  await page.getByLabel("Show A, Wide steps").uncheck();
  await page.getByLabel("Name of the view").fill("At the edge");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page
    .getByRole("button", { name: "Rename the view At the edge" })
    .click();
  await page
    .getByLabel("New name of the view At the edge")
    .fill("Seen from it");
  await page.keyboard.press("Enter");
  await page
    .getByRole("button", { name: "Seen from it", exact: true })
    .waitFor();
  await lab.quit();
  lab = await openLab(home);
  await openCompare();
  await lab.page
    .getByRole("button", { name: "Seen from it", exact: true })
    .click();
  expect(await lab.page.getByLabel("Show A, Wide steps").isChecked()).toBe(
    false,
  );
  const only = lab.page.getByRole("slider", {
    name: "B · Sharpness S at steps since crossing",
  });
  await expect.poll(() => only.getAttribute("aria-valuemin")).toBe("-2193");
});
