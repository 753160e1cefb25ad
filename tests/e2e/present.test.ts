/** The presentation of a run, in the real window. */
import { join } from "node:path";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  test,
} from "vitest";
import { presetOf } from "../../core/experiment/presets";
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
  lab.page.setDefaultTimeout(20_000);
  const { spec } = presetOf("chebyshev");
  await ask(lab.page, "queue.start", { ...spec, steps: 1500 });
  await lab.page.getByRole("option", { name: /Finished/ }).click();
  await lab.page.getByRole("heading", { level: 1, name: spec.name }).waitFor();
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const stage = () => lab.page.getByRole("region", { name: "Presentation" });

async function resize(width: number, height: number, zoom = 1) {
  await lab.app.evaluate(
    ({ BrowserWindow }, [width, height, zoom]) => {
      const [window] = BrowserWindow.getAllWindows();
      window.setContentSize(width, height);
      window.webContents.setZoomFactor(zoom);
    },
    [width, height, zoom],
  );
  await lab.page.waitForFunction(
    (wanted) => innerWidth === wanted,
    width / zoom,
  );
}

async function present() {
  await lab.page.locator("main").focus();
  await lab.page.keyboard.press("F5");
  await stage().getByRole("img").waitFor();
}

/** Sizes in pixels of the letters that are drawn on canvases while something happens. */
async function lettersDrawn(act: () => Promise<void>): Promise<number[]> {
  await lab.page.evaluate(() => {
    const { prototype } = CanvasRenderingContext2D;
    const written = prototype.fillText;
    const sizes: number[] = [];
    Object.assign(window, { sizes, written });
    prototype.fillText = function (...args) {
      const [, size] = /(\d+(?:\.\d+)?)px/.exec(this.font) ?? [];
      if (this.canvas.closest("[aria-label=Presentation]"))
        sizes.push((Number(size) * this.getTransform().a) / devicePixelRatio);
      return written.apply(this, args);
    };
  });
  await act();
  await lab.page.waitForTimeout(300);
  return lab.page.evaluate(() => {
    const { sizes, written } = window as unknown as {
      sizes: number[];
      written: CanvasRenderingContext2D["fillText"];
    };
    CanvasRenderingContext2D.prototype.fillText = written;
    return sizes;
  });
}

/** The frames of a GIF, by their graphic control blocks, with what each stays, in hundredths of a second. */
function delaysOf(gif: Buffer): number[] {
  const delays: number[] = [];
  for (let at = gif.indexOf("21f904", 0, "hex"); at >= 0;) {
    // The block ends with 0, and an image follows.
    if (gif[at + 7] === 0 && gif[at + 8] === 0x2c)
      delays.push(gif.readUInt16LE(at + 4));
    at = gif.indexOf("21f904", at + 3, "hex");
  }
  return delays;
}

test("the charts are saved as an animation, of any size; cancelled, nothing is saved", async () => {
  await resize(1280, 800);
  await present();
  await stage().getByRole("button", { name: "Save animation…" }).click();
  const sheet = lab.page.getByRole("dialog", { name: "Save animation" });
  await sheet.getByLabel("Size").selectOption("1920 × 1080 pixels");
  await sheet.getByRole("button", { name: "Save GIF…" }).click();
  await sheet.getByRole("progressbar").waitFor();
  await sheet.getByRole("button", { name: "Cancel" }).click();
  const save = sheet.getByRole("button", { name: "Save GIF…" });
  await save.waitFor();
  expect(await sheet.getByText("Saved as").count()).toBe(0);

  await sheet.getByLabel("Size").selectOption("800 × 450 pixels");
  await sheet.getByLabel("Frame rate").selectOption("5 a second");
  await sheet.getByLabel("Length").selectOption("6 seconds");
  await sheet.getByText("30 frames at 5 a second").waitFor();
  const gif = await savedBy(lab, save, join(home, "edge.gif"));
  expect(gif.subarray(0, 6).toString()).toBe("GIF89a");
  expect([gif.readUInt16LE(6), gif.readUInt16LE(8)]).toEqual([800, 450]);
  expect(delaysOf(gif)).toEqual([...Array<number>(29).fill(20), 200]);
  expect(gif.at(-1)).toBe(0x3b);
  await sheet.waitFor({ state: "detached" });
  // The sheet lay over the presentation, which goes on.
  await lab.page.keyboard.press("Escape");
  await stage().waitFor({ state: "detached" });
});

describe("at 1600 × 1000", () => {
  beforeEach(async () => {
    await resize(1600, 1000);
  });

  test("every letter is at least 20 pixels high, in each chart and around it", async () => {
    await present();
    for (const chart of ["Loss", "Sharpness S"]) {
      await stage().getByLabel("Chart").selectOption(chart);
      const sizes = await lettersDrawn(() => lab.page.keyboard.press("Home"));
      await lab.page.keyboard.press("End");
      expect(sizes.length).toBeGreaterThan(8);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(20);
    }
    const small = await stage().evaluate((root) =>
      [...root.querySelectorAll<HTMLElement>("*")]
        .filter((one) =>
          [...one.childNodes].some(
            ({ nodeType, textContent }) =>
              nodeType === 3 && textContent?.trim(),
          ),
        )
        .filter(
          (one) => one.checkVisibility() && !one.closest("sup, sub, .unseen"),
        )
        .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 20)
        .map(({ textContent }) => textContent),
    );
    expect(small).toEqual([]);
    // The chart has most of the window to itself.
    const box = await stage().getByRole("img").boundingBox();
    expect(box?.width).toBeGreaterThan(1500);
    expect(box?.height).toBeGreaterThan(750);
    expect(await seriousProblems(lab.page)).toEqual([]);
    await lab.page.keyboard.press("Escape");
    await stage().waitFor({ state: "detached" });
  });

  test("the keys of a presenter: marks, steps, charts, play, and out", async () => {
    await present();
    const { keyboard } = lab.page;
    const place = (words: string) => stage().getByText(words).first().waitFor();
    await keyboard.press("Home");
    await place("Step 0 of 1,500");
    await keyboard.press("PageDown");
    await place("Step 991 of 1,500");
    await keyboard.press("PageDown");
    await place("Step 1,244 of 1,500");
    await keyboard.press("PageUp");
    await keyboard.press("ArrowRight");
    await place("Step 992 of 1,500");
    await keyboard.press("ArrowLeft");
    await place("Step 991 of 1,500");
    const title = () => stage().getByRole("heading").textContent();
    const first = await title();
    await keyboard.press("ArrowDown");
    await expect.poll(title).not.toBe(first);
    await keyboard.press("ArrowUp");
    await expect.poll(title).toBe(first);
    await stage().getByLabel("Speed of playing").selectOption("4×");
    await stage().getByRole("heading").click();
    await keyboard.press(" ");
    await stage().getByRole("button", { name: "Hold here" }).waitFor();
    await place("Step 1,500 of 1,500");
    await stage().getByRole("button", { name: "Play" }).waitFor();
    await keyboard.press("Escape");
    await stage().waitFor({ state: "detached" });
    // The page of the run is where the presentation was.
    await lab.page.getByText("Step 1,500 of 1,500").waitFor();
  });
});

test.each([
  [1600, 1000],
  [800, 600],
])(
  "twice as large, in a window of %i × %i, all of it can be reached",
  async (width, height) => {
    await resize(width, height, 2);
    await present();
    const cut = await stage().evaluate((root) => {
      const room = root.getBoundingClientRect();
      return [
        ...root.querySelectorAll<HTMLElement>(
          "h1, dl, button, select, input, canvas, .place",
        ),
      ]
        .filter((one) => {
          const box = one.getBoundingClientRect();
          return (
            box.left < room.left - 1 ||
            box.right > room.right + 1 ||
            box.bottom + root.scrollTop > root.scrollHeight + 1
          );
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 80));
    });
    expect(cut).toEqual([]);
    await lab.page.keyboard.press("Escape");
    await resize(1600, 1000);
  },
);

test("the phase plane is presented at the step that it stands at, in letters for a room", async () => {
  const { page } = lab;
  await resize(1600, 1000);
  await page.locator("main").focus();
  await page.keyboard.press("t");
  const short = page.getByRole("region", { name: "In short" });
  const analyse = page.getByRole("button", { name: "Analyse this run" });
  await short.or(analyse).waitFor();
  if (await analyse.isVisible()) await analyse.click();
  await short.waitFor({ timeout: 60_000 });
  await short
    .getByRole("slider", { name: "Phase plane at step" })
    .press("Home");
  await short.getByRole("button", { name: "Present", exact: true }).click();
  await stage().getByRole("img").waitFor();
  await stage().getByRole("heading", { name: "Phase plane" }).waitFor();
  await stage()
    .getByText(/^Step 991: /)
    .waitFor();
  const sizes = await lettersDrawn(() => page.keyboard.press("ArrowRight"));
  await stage()
    .getByText(/^Step 992: /)
    .waitFor();
  expect(sizes.length).toBeGreaterThan(4);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(20);
  expect(await seriousProblems(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await stage().waitFor({ state: "detached" });
  // Where the presentation ended, the page goes on.
  await short.getByText(/^Step 992: /).waitFor();
});
