/** At 200 % zoom everything is on the screen or can be scrolled to. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import {
  ask,
  dropFile,
  makeHome,
  needsElectron,
  openLab,
  pathsOfFiles,
  removeHome,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const spec = presetOf("chebyshev").spec;
  const specs = [1, 2].map((i) => ({
    ...spec,
    name: `A run with a name that is longer than most, number ${i}`,
    steps: 30,
  }));
  await ask(lab.page, "queue.enqueue", specs, "A sweep");
  const finished = lab.page.getByRole("option", { name: /Finished/ });
  for (const i of [0, 1]) await finished.nth(i).waitFor();
  const crossing = { ...spec, name: "Analysed", steps: 1050 };
  const reply = await ask(lab.page, "queue.start", crossing);
  if (!reply.ok) throw new Error(reply.error.message);
  await finished.nth(2).waitFor();
  const { id } = reply.value;
  await ask(lab.page, "theory.analyse", id, { steps: 40 });
  await vi.waitFor(
    async () => {
      const run = await ask(lab.page, "runs.open", id);
      expect(run.ok && run.value.theory !== null).toBe(true);
    },
    { timeout: 60_000, interval: 100 },
  );
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

/** Words and controls that are cut off by the window, or by a box that does not scroll. */
function cutOff(): Promise<string[]> {
  return lab.page.evaluate(() => {
    const wanted = "button,input,select,textarea,a,summary,h1,h2,h3,p";
    const isCut = (element: HTMLElement) => {
      const it = element.getBoundingClientRect();
      let [freeX, freeY] = [true, true];
      const isOutside = (box: DOMRect) =>
        (freeX && (it.right > box.right + 1 || it.left < box.left - 1)) ||
        (freeY && (it.bottom > box.bottom + 1 || it.top < box.top - 1));
      let box = element.parentElement;
      for (; box; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (/auto|scroll/.test(style.overflowX)) freeX = false;
        if (/auto|scroll/.test(style.overflowY)) freeY = false;
        const clips =
          style.overflowX === "hidden" || style.overflowY === "hidden";
        if (clips && isOutside(box.getBoundingClientRect())) return true;
      }
      return isOutside(new DOMRect(0, 0, innerWidth, innerHeight));
    };
    const root = document.querySelector("dialog") ?? document.body;
    return [...root.querySelectorAll<HTMLElement>(wanted)]
      .filter(
        (element) => element.checkVisibility() && !element.closest(".unseen"),
      )
      .filter((element) => element.offsetWidth > 1 && isCut(element))
      .map((element) => `${element.tagName} ${element.textContent}`);
  });
}

const focusMain = () => lab.page.locator("main").focus();

/** Each screen and sheet, with the way to it. */
const views: [name: string, show: () => Promise<void>][] = [
  ...(
    [
      ["Archive", "a"],
      ["Compare", "c"],
      ["Theory", "t"],
      ["New run", "n"],
    ] as const
  ).map(([name, key]): [string, () => Promise<void>] => [
    name,
    async () => {
      await focusMain();
      await lab.page.keyboard.press(key);
    },
  ]),
  [
    "Run",
    async () => {
      await focusMain();
      await lab.page.keyboard.press("a");
      await lab.page.getByRole("grid").press("Enter");
    },
  ],
  ...["?", ",", "g", "b", "l", "Control+k"].map(
    (keys): [string, () => Promise<void>] => [
      `the sheet of ${keys}`,
      async () => {
        await focusMain();
        await lab.page.keyboard.press(keys);
        await lab.page.getByRole("dialog").waitFor();
      },
    ],
  ),
  [
    "Theory of an analysed run",
    async () => {
      await focusMain();
      await lab.page.keyboard.press("a");
      await lab.page
        .getByRole("grid", { name: "Runs" })
        .getByRole("row", { name: /Analysed/ })
        .dblclick();
      await lab.page
        .getByRole("heading", { level: 1, name: "Analysed" })
        .waitFor();
      await focusMain();
      await lab.page.keyboard.press("t");
      await lab.page.getByRole("region", { name: "In short" }).waitFor();
    },
  ],
  [
    "the columns of a CSV file",
    async () => {
      const path = join(home, "flowers.csv");
      const rows = Array.from({ length: 30 }, (_, i) =>
        [
          i,
          5 + (i % 7) / 10,
          (i % 5) / 3,
          ["setosa", "virginica"][i % 2],
        ].join(),
      );
      await writeFile(
        path,
        ["number,length of the petal,width,kind of flower", ...rows].join("\n"),
      );
      await dropFile(lab.page, path);
      await lab.page
        .getByRole("grid", { name: "Columns of the file" })
        .waitFor();
    },
  ],
  [
    "a lesson",
    async () => {
      await focusMain();
      await lab.page.keyboard.press("l");
      const sheet = lab.page.getByRole("dialog", { name: "Lessons" });
      await sheet
        .getByRole("button", { name: /: The edge/ })
        .first()
        .click();
      await lab.page.getByRole("complementary", { name: /^Lesson/ }).waitFor();
    },
  ],
];

test.for([
  [1280, 800],
  [800, 600],
])(
  "nothing is cut off at 200 % in a window of %i × %i",
  async (size, { skip }) => {
    needsElectron(skip, pathsOfFiles);
    await lab.app.evaluate(({ BrowserWindow }, [width, height]) => {
      const [window] = BrowserWindow.getAllWindows();
      window.setContentSize(width, height);
      window.webContents.setZoomFactor(2);
    }, size);
    await expect
      .poll(() => lab.page.evaluate(() => innerWidth))
      .toBe(size[0] / 2);
    for (const [name, show] of views) {
      await show();
      await lab.page.waitForTimeout(300);
      expect.soft(await cutOff(), name).toEqual([]);
      const overflow = await lab.page.evaluate(() => {
        const main = document.querySelector("main");
        return main ? main.scrollWidth - main.clientWidth : 0;
      });
      expect.soft(overflow, name).toBe(0);
      await lab.page.keyboard.press("Escape");
    }
  },
);
