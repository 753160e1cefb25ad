/** The past of a run on the live screen: slider, notes, story, map. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
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
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const chebyshev = presetOf("chebyshev").spec;
  const specs = [
    { ...chebyshev, name: "To the edge", steps: 1300 },
    { ...presetOf("product").spec, name: "Two variables" },
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

async function show(name: string) {
  await lab.page
    .getByRole("listbox")
    .getByRole("option", { name: new RegExp(name) })
    .first()
    .click();
  await lab.page.getByRole("heading", { level: 1, name }).waitFor();
}

/** Opens a tab beside the charts. */
const openTab = (name: RegExp) => lab.page.getByRole("tab", { name }).click();

/** The words of a picture that is saved as SVG, from the menu of a chart or from beside the map. */
async function savedWords(title: string) {
  const name = new RegExp(`^Figure….*: ${title}$`);
  const menu = lab.page.getByRole("button", {
    name: new RegExp(`^Chart\\W+${title}$`),
  });
  if ((await menu.count()) > 0) await menu.click();
  const button = lab.page.getByRole("button", { name });
  const path = join(home, `${title}.svg`);
  return wordsOf(await savedFigure(lab, button, path));
}

const slider = () => lab.page.getByRole("slider", { name: "Step on screen" });
const gauge = () => lab.page.getByRole("region", { name: /Edge gauge/ });

test("the slider moves gauge and read-outs by keyboard", async () => {
  await show("To the edge");
  await openTab(/^Gauge/);
  await slider().press("Home");
  await gauge().getByText("at step 0").waitFor();
  await gauge()
    .getByText(/^0\.479/)
    .waitFor();
  await slider().press("ArrowRight");
  await gauge().getByText("at step 1", { exact: true }).waitFor();
  expect(await slider().getAttribute("aria-valuetext")).toBe("Step 1 of 1,300");
  await slider().press("End");
  await gauge().getByText("latest").waitFor();
});

test("playing moves on by itself until it is held", async () => {
  await lab.page.getByRole("button", { name: "Play", exact: true }).click();
  await expect
    .poll(async () => Number(await slider().inputValue()))
    .toBeGreaterThan(5);
  await lab.page.getByRole("button", { name: "Hold here" }).click();
  const held = await slider().inputValue();
  expect(Number(held)).toBeLessThan(1300);
  await lab.page.waitForTimeout(200);
  expect(await slider().inputValue()).toBe(held);
});

test("what happened is told, and each sentence leads to its step", async () => {
  await openTab(/^Story/);
  const story = lab.page.getByRole("region", { name: "What happened" });
  await story
    .getByText(
      "It rose while the loss fell (progressive sharpening) and reached 2/η at step 991.",
    )
    .waitFor();
  await story.getByText(/^Sharpness began at 4\.792, below/).waitFor();
  await story.getByRole("button", { name: "Go to step 991" }).first().click();
  await openTab(/^Gauge/);
  await gauge().getByText("at step 991").waitFor();
});

test("a note is pinned by keyboard, is in the figure, and is there after a restart", async () => {
  await lab.page.getByRole("slider", { name: "Loss at step" }).focus();
  await lab.page.keyboard.press("p");
  await lab.page.keyboard.type("Here it reaches the edge.");
  await lab.page.keyboard.press("Enter");
  const notes = () => lab.page.getByRole("region", { name: "Pinned notes" });
  await notes().getByText("Here it reaches the edge.").waitFor();

  const words = await savedWords("Loss");
  expect(words).toMatch(/\(1\) Step 991: Here it reaches the edge\./);
  expect(words).toMatch(/Ticks on the step axis: first rise at step [\d,]+/);

  await lab.quit();
  expect(lab.complaints).toEqual([]);
  lab = await openLab(home);
  await show("To the edge");
  await notes().getByText("Here it reaches the edge.").waitFor();
  await slider().press("End");
  await notes()
    .getByRole("button", { name: /step 991, loss/ })
    .click();
  expect(await slider().getAttribute("aria-valuetext")).toBe(
    "Step 991 of 1,300",
  );
  await notes().getByRole("button", { name: "Remove note 1" }).click();
  await notes().getByText("Note removed.").waitFor();
  await notes().getByRole("button", { name: "Undo" }).click();
  await notes().getByText("Here it reaches the edge.").waitFor();
});

test("the further charts go out as figures, too", async () => {
  await lab.page.getByRole("button", { name: "Charts", exact: true }).click();
  await lab.page.getByLabel("Gradient norm", { exact: true }).check();
  await lab.page.keyboard.press("Escape");
  const words = await savedWords("Gradient norm");
  expect(words).toMatch(/^To the edge Gradient norm /);
  expect(words).toContain("Length of the gradient over steps");
});

test("the map of ½(xy − 1)² shows the path and where sharpness is at the threshold", async () => {
  await show("Two variables");
  await openTab(/^Map/);
  const map = lab.page.getByRole("img", { name: /loss over x and y/ });
  await map.waitFor();
  expect(await map.getAttribute("aria-label")).toMatch(
    /from \(3, 0\.2\) at step 0 .* The dashed curve is where sharpness is 2\/η = 6\.667\./,
  );
  const drawn = async () => (await map.screenshot()).toString("base64");
  const whole = await drawn();
  await slider().press("Home");
  await slider().press("ArrowRight");
  await slider().press("ArrowRight");
  const figure = lab.page.getByRole("figure", { name: "Landscape" });
  await expect.poll(() => figure.innerText()).toMatch(/step\s+2\s/);
  await expect.poll(drawn).not.toBe(whole);
  const words = await savedWords("Landscape");
  expect(words).toMatch(
    /^Landscape: Two variables .*Contour lines of the loss/,
  );
  expect(words).toMatch(/landscape Edge Lab \d.*S = 2\/η/);
  await lab.page.getByRole("button", { name: "Show more around it" }).click();
  await lab.page.getByRole("button", { name: "Zoom to the path" }).waitFor();
});

test.each(["light", "dark"] as const)(
  "the %s theme has no serious accessibility problem",
  async (colorScheme) => {
    await lab.page.emulateMedia({ colorScheme });
    expect(await seriousProblems(lab.page)).toEqual([]);
    await lab.page.emulateMedia({ colorScheme: null });
  },
);
