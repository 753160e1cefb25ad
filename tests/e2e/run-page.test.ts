/** The run page: what stays where it is, what is always in view, and what is kept. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import type { RunStatus } from "../../core/run/status";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

let home: string;
let lab: Lab;
const chebyshev = presetOf("chebyshev").spec;
/** Goes on until it is stopped. */
const long = { ...chebyshev, name: "Long", steps: 5_000_000 };
const quadratic = {
  kind: "landscape",
  name: "quadratic",
  matrix: [
    [1, 0],
    [0, 30],
  ],
  start: [1, 1],
};

beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  await resize(1280, 800);
});
afterAll(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const resize = (...size: number[]) =>
  lab.app.evaluate(
    ({ BrowserWindow }, [width, height]) =>
      BrowserWindow.getAllWindows()[0].setContentSize(width, height),
    size,
  );

async function start(spec: object): Promise<number> {
  const reply = await ask(lab.page, "queue.start", spec);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.id;
}

function reaches(id: number, status: RunStatus) {
  return vi.waitFor(
    async () => {
      const reply = await ask(lab.page, "runs.open", id);
      expect(reply.ok && reply.value.status).toBe(status);
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** Opens a run from the list at the left. */
async function show(name: string) {
  await lab.page
    .getByRole("option", { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await lab.page
    .getByRole("heading", { level: 1, name, exact: true })
    .waitFor();
}

const toolbar = () => lab.page.getByRole("group", { name: "This run" });
const slider = (name: string) => lab.page.getByRole("slider", { name });
const tab = (name: RegExp) => lab.page.getByRole("tab", { name });

/** Where each button of the toolbar is, once its state is on screen. */
async function places(status: string) {
  await lab.page.getByText(`${status}.`, { exact: true }).waitFor();
  return toolbar().evaluate((bar) =>
    [...bar.querySelectorAll("button")]
      .filter((button) => button.checkVisibility())
      .map((button) => {
        const { x, y, width, height } = button.getBoundingClientRect();
        return [x, y, width, height];
      }),
  );
}

describe("the toolbar", () => {
  test.each([
    [1280, 800],
    [800, 600],
    [1600, 1000],
  ])(
    "keeps its buttons where they are in every state at %i × %i",
    async (...size) => {
      await resize(...size);
      const seen: Record<string, number[][]> = {};
      const look = async (state: string, words = state) =>
        (seen[state] = await places(words));

      const id = await start(long);
      const waiting = await start({ ...chebyshev, name: "Waiting", steps: 20 });
      await reaches(id, "running");
      await show("Long");
      await look("Running");
      await show("Waiting");
      await look("Waiting");
      await show("Long");
      await toolbar().getByRole("button", { name: "Pause" }).click();
      await look("Paused");
      await toolbar().getByRole("button", { name: "Resume" }).click();
      await look("Running again", "Running");
      await toolbar().getByRole("button", { name: "Stop and keep" }).click();
      await look("Stopped");
      await reaches(waiting, "finished");
      await show("Waiting");
      await look("Finished");
      const ends: [string, object, RunStatus][] = [
        [
          "Diverged",
          {
            edgeLab: 1,
            model: quadratic,
            optimizer: { kind: "gd", stepSize: 0.1 },
            steps: 500,
          },
          "diverged",
        ],
        [
          "Failed",
          {
            ...chebyshev,
            data: { source: "csv", path: "/nowhere/at/all.csv" },
          },
          "failed",
        ],
      ];
      for (const [name, spec, status] of ends) {
        const id = await start({ ...spec, name });
        await reaches(id, status);
        await show(name);
        await look(name);
      }

      const [first, ...others] = Object.values(seen);
      expect(first).toHaveLength(7);
      for (const other of others)
        expect(other, JSON.stringify(seen)).toEqual(first);
      for (const run of await all()) await ask(lab.page, "runs.remove", [run]);
    },
  );

  test("stays where it is while an analysis runs, and while a notice of the engine comes", async () => {
    await resize(1280, 800);
    const id = await start({ ...chebyshev, name: "Analysed", steps: 1100 });
    await reaches(id, "finished");
    await show("Analysed");
    const before = await places("Finished");
    const analysis = ask(lab.page, "theory.analyse", id, { steps: 2000 });
    await expect
      .poll(async () => {
        const reply = await ask(lab.page, "theory.progress");
        return reply.ok && reply.value?.runId;
      })
      .toBe(id);
    expect(await places("Finished")).toEqual(before);
    await lab.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].webContents.send(
        "event:enginesChanged",
        {
          states: [{ state: "crashed", message: "It ran out of memory." }],
          hasRoom: true,
        },
      ),
    );
    const notice = lab.page
      .getByRole("complementary", { name: "Notices" })
      .getByText("The compute engine stopped unexpectedly.");
    await notice.waitFor();
    expect(await places("Finished")).toEqual(before);
    const [box, room] = await Promise.all([
      notice.boundingBox(),
      lab.page.locator("main").boundingBox(),
    ]);
    expect(box?.y).toBeGreaterThanOrEqual(room ? room.y + room.height : NaN);
    await ask(lab.page, "theory.cancel", id);
    await analysis;
    await ask(lab.page, "runs.remove", [id]);
  });

  test("says why a button cannot be pressed", async () => {
    const id = await start({ ...chebyshev, name: "Short", steps: 30 });
    await reaches(id, "finished");
    await show("Short");
    const button = toolbar().getByRole("button", { name: "One step" });
    expect(await button.getAttribute("aria-disabled")).toBe("true");
    expect(await button.getAttribute("title")).toBe("The run has ended.");
    // It does nothing, and the keyboard reaches it.
    await button.focus();
    await lab.page.keyboard.press("Enter");
    expect(await lab.page.getByRole("alert").count()).toBe(0);
  });
});

async function all(): Promise<number[]> {
  const reply = await ask(lab.page, "runs.list");
  return reply.ok ? reply.value.map(({ id }) => id) : [];
}

test("the experiment stands in words under the title", async () => {
  await show("Short");
  await lab.page
    .getByText(
      `A 1-20-1 tanh network on 20 points of the Chebyshev polynomial of degree 3, squared error, gradient descent with step size ${chebyshev.optimizer.stepSize}, 30 steps`,
    )
    .waitFor();
});

describe("the charts", () => {
  const inView = (names: string[]) =>
    Promise.all(
      names.map(async (name) => {
        const box = await slider(name).boundingBox();
        const { height, width } = await lab.page.evaluate(() => ({
          height: innerHeight,
          width: innerWidth,
        }));
        return (
          box !== null &&
          box.y >= 0 &&
          box.y + box.height <= height &&
          box.x + box.width <= width &&
          box.height >= 100
        );
      }),
    );
  const scrolls = () =>
    lab.page
      .locator("main")
      .evaluate((main) => main.scrollHeight - main.clientHeight);

  test.each([
    [1280, 800],
    [1600, 1000],
  ])("fill a window of %i × %i, which does not scroll", async (...size) => {
    await resize(...size);
    await show("Short");
    await expect
      .poll(() => inView(["Loss at step", "Sharpness S at step"]))
      .toEqual([true, true]);
    for (const name of [/^Gauge/, /^Story/, /^Events/, /^Notes/]) {
      await tab(name).click();
      expect(await scrolls()).toBeLessThanOrEqual(0);
    }
  });

  test("zoom and pan together by keys, wheel and mouse, and are left as they were", async () => {
    const { page } = lab;
    await resize(1280, 800);
    const id = await start({ ...chebyshev, name: "Zoomed", steps: 1200 });
    await reaches(id, "finished");
    await show("Zoomed");
    const ends = async (name = "Loss at step") => [
      Number(await slider(name).getAttribute("aria-valuemin")),
      Number(await slider(name).getAttribute("aria-valuemax")),
    ];
    await expect.poll(() => ends()).toEqual([0, 1200]);

    // A drag zooms to what is between its ends, and holds no step.
    const box = await slider("Loss at step").boundingBox();
    if (!box) throw new Error("There is no chart.");
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, y, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await ends())[0]).toBeGreaterThan(300);
    const dragged = await ends();
    expect(dragged[1]).toBeLessThan(1000);
    expect(await ends("Sharpness S at step")).toEqual(dragged);
    expect(await slider("Step on screen").inputValue()).toBe("1200");

    // Keys zoom in further, the wheel with Ctrl out again.
    await slider("Sharpness S at step").focus();
    await page.keyboard.press("+");
    await expect
      .poll(async () => {
        const [from, to] = await ends();
        return to - from;
      })
      .toBeLessThan(dragged[1] - dragged[0]);
    await page.mouse.move(box.x + box.width * 0.6, y);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, 100);
    await page.keyboard.up("Control");
    await page.mouse.move(0, 0);
    await expect
      .poll(async () => {
        const [from, to] = await ends();
        return to - from;
      })
      .toBeGreaterThan((dragged[1] - dragged[0]) / 1.4);
    const left = await ends();

    // Over to another run and Back.
    await show("Short");
    await expect.poll(() => ends()).toEqual([0, 30]);
    await page.getByRole("button", { name: "Back", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Zoomed" }).waitFor();
    await expect.poll(() => ends()).toEqual(left);

    // A step outside is brought into the window; everything is shown again on request.
    await tab(/^Events/).click();
    await page.getByRole("button", { name: /^Read step 1,200$/ }).click();
    await expect.poll(async () => (await ends())[1]).toBe(1200);
    expect((await ends())[0]).toBeGreaterThan(500);
    await page.getByRole("button", { name: /^Show everything\W+Loss/ }).click();
    await expect.poll(() => ends()).toEqual([0, 1200]);
  });

  test("are chosen in a menu, and the choice is there after a restart", async () => {
    await show("Zoomed");
    await lab.page.getByRole("button", { name: "Charts", exact: true }).click();
    await lab.page.getByLabel("Directional curvature").check();
    await lab.page.keyboard.press("Escape");
    await slider("Directional curvature D at step").waitFor();
    await tab(/^Story/).click();
    await lab.quit();
    expect(lab.complaints).toEqual([]);
    lab = await openLab(home);
    await show("Zoomed");
    await slider("Directional curvature D at step").waitFor();
    expect(await tab(/^Story/).getAttribute("aria-selected")).toBe("true");
  });
});

test("the tabs of a run of a network are one row in a column of its first width", async () => {
  await resize(1280, 800);
  await show("Zoomed");
  expect(await lab.page.getByRole("tab").count()).toBe(6);
  const places = await lab.page
    .getByRole("tab")
    .evaluateAll((tabs) => tabs.map((it) => it.getBoundingClientRect().y));
  expect(new Set(places).size).toBe(1);
});

test("a reading that has no room beside the title of a chart is left out whole", async () => {
  await resize(1280, 800);
  await show("Zoomed");
  const rests = await lab.page
    .locator("figure header dl div")
    .evaluateAll((all) =>
      all.map((one) => {
        const [box, room] = [one, one.parentElement ?? one].map((it) =>
          it.getBoundingClientRect(),
        );
        const isInside =
          box.left >= room.left - 1 &&
          box.right <= room.right + 1 &&
          box.bottom <= room.bottom + 1;
        return isInside || box.top >= room.bottom - 1
          ? "whole"
          : (one.textContent ?? "");
      }),
    );
  expect(rests.length).toBeGreaterThan(4);
  expect(new Set(rests)).toEqual(new Set(["whole"]));
});

test("the column beside the charts is widened by keyboard, and stays so", async () => {
  await resize(1280, 800);
  await show("Zoomed");
  const panel = lab.page.getByRole("complementary", { name: "About this run" });
  const width = async () => (await panel.boundingBox())?.width ?? 0;
  const before = await width();
  const bar = lab.page.getByRole("separator", {
    name: "Between the charts and what is beside them",
  });
  await bar.focus();
  await lab.page.keyboard.press("ArrowLeft");
  await lab.page.keyboard.press("ArrowLeft");
  await expect.poll(width).toBe(before + 32);
  await show("Short");
  await expect.poll(width).toBe(before + 32);
  // The charts keep their room.
  await bar.focus();
  await lab.page.keyboard.press("Home");
  const chart = await slider("Loss at step").boundingBox();
  expect(chart?.width).toBeGreaterThan(400);
  await lab.page.keyboard.press("Enter");
  await expect.poll(width).toBe(before);
});

test("the tabs beside the charts are worked by arrows, Home and End", async () => {
  const { page } = lab;
  await show("Zoomed");
  await tab(/^Story/).focus();
  const open = () =>
    page
      .getByRole("tab", { selected: true })
      .evaluate((it) => [it.textContent, it === document.activeElement]);
  await page.keyboard.press("ArrowRight");
  await expect.poll(open).toEqual([expect.stringMatching(/^Events/), true]);
  await page.keyboard.press("End");
  await expect.poll(open).toEqual([expect.stringMatching(/^Notes/), true]);
  await page.keyboard.press("ArrowRight");
  await expect.poll(open).toEqual([expect.stringMatching(/^Gauge/), true]);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Home");
  await expect.poll(open).toEqual([expect.stringMatching(/^Gauge/), true]);
  // Tab goes on into the panel, not to the next tab.
  await page.keyboard.press("Tab");
  const panel = page.getByRole("tabpanel");
  expect(
    await panel.evaluate((it) => it.contains(document.activeElement)),
  ).toBe(true);
});

test("in a small window the tabs are below the charts, and a step that is gone to is in view", async () => {
  const { page } = lab;
  await resize(800, 600);
  await show("Zoomed");
  await tab(/^Events/).click();
  const step = page.getByRole("button", { name: /^Read step 991$/ });
  await step.click();
  await expect
    .poll(() => slider("Step on screen").getAttribute("aria-valuetext"))
    .toBe("Step 991 of 1,200");
  const isInView = async (name: string) => {
    const box = await slider(name).boundingBox();
    return box !== null && box.y >= 0 && box.y + box.height <= 600;
  };
  await expect.poll(() => isInView("Loss at step")).toBe(true);
});
