import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { presets } from "../../core/experiment/presets";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  savedFigure,
  textsOf,
  wordsOf,
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

/** The controls above the charts. */
const controls = () =>
  lab.page.getByRole("group", { name: "How the curves are drawn" });
const choose = (label: string, value: string) =>
  controls().getByLabel(label, { exact: true }).selectOption(value);
const chosen = (label: string) =>
  controls().getByLabel(label, { exact: true }).inputValue();
/** The entries of the legend. */
const lines = () =>
  lab.page.getByRole("toolbar", { name: /^Lines/ }).getByRole("button");
const line = (name: string) =>
  lab.page
    .getByRole("toolbar", { name: /^Lines/ })
    .getByRole("button", { name, exact: true });
const isShown = async (name: string) =>
  (await line(name).getAttribute("aria-pressed")) === "true";

const slider = (along: string) =>
  lab.page.getByRole("slider", { name: `Sharpness S at ${along}` });

/** What the chart of sharpness says is at an end of its axis. */
async function read(along: string, key: "Home" | "End") {
  await slider(along).press(key);
  const text = await slider(along).getAttribute("aria-valuetext");
  const [x, ...values] = text?.split(", η = ") ?? [];
  // A run that does not reach as far has a dash in place of a number.
  const numbers = values.map((value) => Number(value.split(" ")[1]));
  return {
    x: Number(
      x
        .replaceAll(",", "")
        .replace("−", "-")
        .match(/-?[\d.]+$/),
    ),
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
      "2 runs · differ in step size · η = 0.2 reached the threshold first, at step 991; η = 0.15 last, at step 2,193.",
    )
    .waitFor();

  await page.getByRole("searchbox").fill("Widest steps");
  await page
    .getByRole("group", { name: "Runs to add" })
    .getByRole("button", { name: "Widest steps" })
    .press("Enter");
  await page.getByRole("searchbox").press("Escape");
  const runs = ["Wide steps", "Short steps", "Widest steps"].map(
    (name) => stored[name],
  );
  const rounded = (value: number) => Number(value.toPrecision(5));
  const finals = runs.map(({ final }) => rounded(final));
  await expect
    .poll(() => read("step", "End"))
    .toEqual({ x: 2300, values: finals });
  await choose("x axis", "flow");
  // The last row of A is at η·step 460, of B at 345, of C at 575.
  await expect
    .poll(() => read("η·step", "End"))
    .toEqual({ x: 575, values: [null, null, finals[2]] });
  await choose("x axis", "seconds");
  // The run that was measured first is alone there; all began with the same weights.
  await expect
    .poll(async () => {
      const { x, values } = await read("seconds", "Home");
      return [x < 1, values.filter((value) => value !== null)];
    })
    .toEqual([true, [4.7925]]);
  await choose("x axis", "crossing");
  // From the beginning of B, which crossed last, to the end of the one that crossed first.
  const crossings = runs.map(({ crossing }) => crossing);
  expect(crossings.slice(0, 2)).toEqual([991, 2193]);
  await expect
    .poll(() => read("steps since crossing", "Home"))
    .toEqual({ x: -2193, values: [null, 4.7925, null] });
  expect(
    await slider("steps since crossing").getAttribute("aria-valuemax"),
  ).toBe(String(2300 - Math.min(...crossings)));
  await controls().getByLabel("÷ threshold").check();
  await page.getByText("largest curvature, ÷ threshold").waitFor();
  await controls().getByLabel("÷ threshold").uncheck();
  await choose("x axis", "step");

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

/** The figure of the sharpness, from the menu of its chart. */
async function save(file: string) {
  const { page } = lab;
  const button = page.getByRole("button", { name: /^Figure….*Sharpness S/ });
  if (!(await button.isVisible()))
    await page.getByRole("button", { name: /^Chart\W+Sharpness S/ }).click();
  return savedFigure(lab, button, join(home, file));
}

test("a figure is saved as PNG and as SVG with what it shows", async () => {
  const png = await save("figure.png");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  // Width in the header of the file: 85 mm at 300 dots an inch.
  expect(png.readUInt32BE(16)).toBe(1004);
  const svg = await save("figure.svg");
  const parsed = await lab.page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(
      text,
      "image/svg+xml",
    );
    return {
      root: documentElement.tagName,
      longest: Math.max(
        ...[...documentElement.querySelectorAll("path")].map(
          (p) => p.getAttribute("d")?.split("L").length ?? 0,
        ),
      ),
    };
  }, svg.toString());
  expect(parsed.root).toBe("svg");
  expect(textsOf(svg)).toContain("Sharpness S");
  expect(wordsOf(svg)).toMatch(/η = 0\.2: Wide steps; η = 0\.2, 2\/η = 10/);
  expect(parsed.longest).toBeGreaterThan(500);
});

test("zoom and hidden runs are there again after Back and Forward", async () => {
  const { page } = lab;
  const main = page.locator("main");
  await page.keyboard.press("Escape");
  const sharpness = page.getByRole("slider", { name: /^Sharpness S at/ });
  const last = () => sharpness.getAttribute("aria-valuemax");
  await line("η = 0.15").click();
  expect(await isShown("η = 0.15")).toBe(false);
  const everything = await last();
  await sharpness.press("+");
  await expect.poll(last).not.toBe(everything);
  const zoomed = await last();

  await main.focus();
  await page.keyboard.press("a");
  await page.getByRole("heading", { level: 1, name: "Archive" }).waitFor();
  await page.keyboard.press("Alt+ArrowLeft");
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  expect(await isShown("η = 0.15")).toBe(false);
  await expect.poll(last).toBe(zoomed);

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
  await line("η = 0.15").press("Enter");
  expect(await isShown("η = 0.15")).toBe(true);
});

test("a run is the baseline of the others, in charts and table", async () => {
  const { page } = lab;
  const grid = page.getByRole("grid", { name: "Compared runs" });
  await grid.getByRole("row", { name: /Wide steps/ }).click();
  await page.getByRole("button", { name: "Use as baseline" }).click();
  await page.getByText("largest curvature, minus the baseline").waitFor();
  // The last rows of both are at step 2,300.
  const difference = stored["Short steps"].final - stored["Wide steps"].final;
  await expect
    .poll(async () => {
      const text = await slider("step").getAttribute("aria-valuetext");
      return Number(
        / η = 0\.15 (\S+?),? /.exec(`${text} `)?.[1].replace("−", "-"),
      );
    })
    .toBeCloseTo(difference, 3);
  const crossing =
    stored["Short steps"].crossing - stored["Wide steps"].crossing;
  expect(
    await grid.getByRole("row", { name: /Short steps/ }).innerText(),
  ).toContain(`+${crossing.toLocaleString("en-US")}`);
  await controls()
    .getByRole("button", { name: /no baseline/ })
    .click();
  await page.getByText("minus the baseline").waitFor({ state: "hidden" });
});

test("the bar between two charts is moved by keyboard, and a range of y is set", async () => {
  const { page } = lab;
  const bar = page.getByRole("separator", {
    name: "Between Loss and Sharpness S",
  });
  const share = async () => Number(await bar.getAttribute("aria-valuenow"));
  const before = await share();
  await bar.press("PageDown");
  await expect.poll(share).toBeGreaterThan(before);
  await bar.press("Enter");
  await expect.poll(share).toBe(before);

  const menu = page.getByRole("group", { name: "This chart: Loss" });
  await page.getByRole("button", { name: /^Chart\W+Loss/ }).click();
  await menu.getByLabel("y from: Loss").fill("many");
  await menu.getByRole("button", { name: "Set" }).click();
  await menu.getByText("The range of y must be two numbers").waitFor();
  await menu.getByLabel("y from: Loss").fill("0.001");
  await menu.getByRole("button", { name: "Set" }).click();
  await menu.getByRole("button", { name: "All values" }).click();
  await page.keyboard.press("Escape");
});

test("a saved view opens again as it was, after a restart", async () => {
  const { page } = lab;
  await choose("x axis", "crossing");
  await line("η = 0.2").click();
  await page.getByRole("button", { name: "Views", exact: true }).click();
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
  await page.keyboard.press("Escape");
  await choose("x axis", "step");
  await line("η = 0.2").click();
  await lab.quit();
  lab = await openLab(home);
  await openCompare();
  expect(await isShown("η = 0.2")).toBe(true);
  await lab.page.getByRole("button", { name: "Views", exact: true }).click();
  await lab.page
    .getByRole("button", { name: "Seen from it", exact: true })
    .click();
  await lab.page.keyboard.press("Escape");
  expect(await isShown("η = 0.2")).toBe(false);
  expect(await chosen("x axis")).toBe("crossing");
  await expect
    .poll(() => slider("steps since crossing").getAttribute("aria-valuemin"))
    .toBe("-2193");
  await choose("x axis", "step");
  await line("η = 0.2").click();
});

test("C with one run selected adds it to the comparison", async () => {
  const { page } = lab;
  await page
    .getByRole("grid", { name: "Compared runs" })
    .getByRole("row", { name: /Widest steps/ })
    .click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect.poll(() => lines().count()).toBe(2);
  await page.locator("main").focus();
  await page.keyboard.press("a");
  await page.getByRole("heading", { level: 1, name: "Archive" }).waitFor();
  const archive = page.getByRole("grid", { name: "Runs", exact: true });
  await archive.getByRole("row", { name: /Widest steps/ }).click();
  await page.keyboard.press("Space");
  await page.keyboard.press("c");
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  await expect.poll(() => lines().count()).toBe(3);
});

/** All runs of a sweep to their ends. */
async function finishAll(specs: unknown[], name: string) {
  const reply = await ask(lab.page, "queue.enqueue", specs, name);
  if (!reply.ok) throw new Error(reply.error.message);
  const ids = reply.value.map(({ id }) => id);
  await vi.waitFor(
    async () => {
      const all = await ask(lab.page, "runs.list");
      const done = all.ok
        ? all.value.filter(
            ({ id, status }) => ids.includes(id) && status === "finished",
          )
        : [];
      expect(done).toHaveLength(specs.length);
    },
    { timeout: 50_000, interval: 300 },
  );
}

/** Opens Compare with the runs that a search finds, by keyboard. */
async function compareFound(search: string) {
  const { page } = lab;
  await page.locator("main").focus();
  await page.keyboard.press("a");
  await page.getByLabel("Search the runs").fill(search);
  await page.getByRole("grid", { name: "Runs", exact: true }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("c");
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
}

describe("a sweep of 6 step sizes and 2 seeds", () => {
  const sizes = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4];

  beforeAll(async () => {
    const specs = sizes.flatMap((stepSize) =>
      [0, 1].map((seed) => ({
        ...chebyshev?.spec,
        name: `Sweep, η = ${stepSize}, seed ${seed}`,
        model: {
          ...chebyshev?.spec.model,
          init: { scheme: "xavier", seed },
        },
        optimizer: { kind: "gd", stepSize },
        steps: 400,
      })),
    );
    await finishAll(specs, "Sweep");
  });

  /** What a person would find again: controls, legend, order and zoom. */
  async function look() {
    const { page } = lab;
    const plot = page.getByRole("slider", { name: "Loss at step" });
    await expect.poll(() => lines().count()).toBe(6);
    return {
      colour: await chosen("Colour"),
      group: await chosen("Group"),
      lines: await lines().allInnerTexts(),
      shown: await lines().evaluateAll((all) =>
        all.map((one) => one.getAttribute("aria-pressed")),
      ),
      zoom: [
        await plot.getAttribute("aria-valuemin"),
        await plot.getAttribute("aria-valuemax"),
      ],
      heights: await page
        .getByRole("separator")
        .evaluateAll((all) => all.map((one) => one.ariaValueNow)),
      sorted: await page
        .getByRole("grid", { name: "Compared runs" })
        .getByRole("columnheader", { name: "Crossing" })
        .getAttribute("aria-sort"),
    };
  }

  test("is as it was left after a run was opened, and after a restart", async () => {
    const { page } = lab;
    await compareFound("Sweep");
    await page.getByText("12 runs · differ in step size and seed").waitFor();
    await expect.poll(() => lines().count()).toBe(12);

    await choose("Colour", "optimizer.stepSize");
    await choose("Group", "over seed");
    await expect.poll(() => lines().count()).toBe(6);
    expect(await lines().allInnerTexts()).toEqual(
      sizes.map((size) => `η = ${size} (2)`),
    );
    await line("η = 0.4 (2)").press("Enter");
    await page.getByRole("slider", { name: "Loss at step" }).press("+");
    await page
      .getByRole("separator", { name: "Between Loss and Sharpness S" })
      .press("PageDown");
    const grid = page.getByRole("grid", { name: "Compared runs" });
    await grid.getByRole("columnheader", { name: "Crossing" }).click();
    const left = await look();
    expect(left.zoom).not.toEqual(["0", "400"]);
    expect(left.shown.filter((shown) => shown === "false")).toHaveLength(1);

    await grid.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /^Sweep/ }).waitFor();
    await page.keyboard.press("Alt+ArrowLeft");
    await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
    await expect.poll(look).toEqual(left);

    await lab.quit();
    lab = await openLab(home);
    await lab.page
      .getByRole("heading", { level: 1, name: "Compare" })
      .waitFor();
    await expect.poll(look).toEqual(left);
    expect(await seriousProblems(lab.page)).toEqual([]);
  });
});

/** Runs in the page: what is in the SVG of a chart with its legend. Places are those of the plot. */
function readSvg(text: string) {
  const svg = new DOMParser().parseFromString(text, "image/svg+xml");
  const number = (element: Element, name: string) =>
    Number(element.getAttribute(name));
  const lines = [...svg.querySelectorAll("path[stroke]")].map((path) => {
    const points = [
      ...(path.getAttribute("d") ?? "").matchAll(/[ML]([-\d.]+) ([-\d.]+)/g),
    ].map(([, x, y]) => [Number(x), Number(y)]);
    const [colour, dash] = ["stroke", "stroke-dasharray"].map(
      (name) => path.getAttribute(name) ?? "",
    );
    const { nextElementSibling: next } = path;
    return {
      points,
      look: `${colour} ${dash}`,
      width: path.getAttribute("stroke-width"),
      name: next?.getAttribute("aria-label") ?? "",
    };
  });
  const words = [...svg.querySelectorAll("g[aria-label]")].map((text) => {
    const [, x, y] =
      /translate\((\S+) (\S+)\)/.exec(
        text.firstElementChild?.getAttribute("transform") ?? "",
      ) ?? [];
    return {
      text: text.getAttribute("aria-label"),
      // The middle of the letters; they stand on their baseline.
      at: [Number(x), Number(y) - 0.36 * number(text, "font-size")],
    };
  });
  return { lines, words };
}

describe("24 runs of 8 step sizes and 3 seeds", () => {
  const sizes = [0.12, 0.16, 0.2, 0.25, 0.3, 0.36, 0.42, 0.5];
  const seeds = [0, 1, 2];

  beforeAll(() =>
    finishAll(
      sizes.flatMap((stepSize) =>
        seeds.map((seed) => ({
          ...chebyshev?.spec,
          name: `Crowd, η = ${stepSize}, seed ${seed}`,
          model: { ...chebyshev?.spec.model, init: { scheme: "xavier", seed } },
          optimizer: { kind: "gd", stepSize },
          steps: 300,
        })),
      ),
      "Crowd",
    ),
  );

  test.each(["run", "optimizer.stepSize", "seed"])(
    "coloured by %s: no two styles are equal, and labels are at the ends of their curves",
    async (colour) => {
      if (colour === "run") await compareFound("Crowd");
      await lab.page.getByText("24 runs · differ in step size").waitFor();
      await choose("Group", "");
      await slider("step").press("Escape");
      await choose("Colour", colour);
      const file = `crowd-${colour}.svg`;
      const svg = (await save(file)).toString();
      await lab.page.keyboard.press("Escape");
      const { lines, words } = await lab.page.evaluate(readSvg, svg);

      const curves = lines.filter(({ points }) => points.length > 50);
      expect(curves).toHaveLength(24);
      const looks = curves.map(({ look, width }) => `${look} ${width}`);
      expect(new Set(looks).size).toBe(24);

      let labelled = 0;
      for (const size of sizes)
        for (const seed of seeds) {
          const entry = lines.find(
            ({ name }) => name === `η = ${size}, seed ${seed}`,
          );
          const curve = curves.find(({ look }) => look === entry?.look);
          expect(curve, `the curve of η = ${size}, seed ${seed}`).toBeDefined();
          const end = curve?.points.at(-1) ?? [];
          for (const { at } of words.filter(
            ({ text }) => text === `${size} · ${seed}`,
          )) {
            labelled++;
            const apart = (a: number[], b: number[]) =>
              Math.hypot(a[0] - b[0], a[1] - b[1]);
            const leaders = lines.filter(
              ({ points }) =>
                points.length === 2 && apart(points[0], end) < 0.1,
            );
            const anchors = [end, ...leaders.map(({ points }) => points[1])];
            const nearest = Math.min(...anchors.map((one) => apart(at, one)));
            expect(nearest).toBeLessThan(8);
          }
        }
      expect(labelled).toBeGreaterThan(4);
    },
  );
});
