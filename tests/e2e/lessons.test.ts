/** Lessons in the real window: the four that come with the lab, and one written by hand. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RunRow } from "../../core/contract/api";
import { withValue } from "../../core/experiment/path";
import { includedLessons } from "../../core/lessons";
import { ownRun } from "../../core/lessons/spec";
import type { Lesson } from "../../core/lessons/read";
import { resultOf } from "../../core/lessons/results";
import type { Task } from "../../core/lessons/tasks";
import { isOver } from "../../core/run/status";
import {
  ask,
  dropFile,
  makeHome,
  needsElectron,
  openLab,
  pathsOfFiles,
  removeHome,
  seriousProblems,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;
beforeEach(async () => {
  home = await makeHome();
  lab = await openLab(home);
  lab.page.setDefaultTimeout(15_000);
});
afterEach(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const panel = () => lab.page.getByRole("complementary", { name: /^Lesson: / });

async function openSheet(): Promise<Locator> {
  await lab.page.getByRole("button", { name: "Lessons", exact: true }).click();
  return lab.page.getByRole("dialog", { name: "Lessons" });
}

async function rows(): Promise<RunRow[]> {
  const reply = await ask(lab.page, "runs.list");
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

/** The newest run, once it is over. */
async function newest(): Promise<RunRow> {
  await expect
    .poll(async () => isOver((await rows())[0].status), { timeout: 30_000 })
    .toBe(true);
  return (await rows())[0];
}

/** Where the lit target is: whether it is seen, and whether the lesson lies over it. */
function litPlace(target: string) {
  return lab.page.evaluate((name) => {
    const lit = [...document.querySelectorAll<HTMLElement>("[data-lit]")];
    if (lit.length !== 1 || lit[0].dataset.lesson !== name) return null;
    const box = lit[0].getBoundingClientRect();
    const main = document.querySelector("main")?.getBoundingClientRect();
    const lesson = document
      .querySelector("aside[aria-label^='Lesson']")
      ?.getBoundingClientRect();
    if (!main || !lesson) return null;
    const room = main.bottom - main.top;
    const seen =
      Math.min(box.bottom, main.bottom) - Math.max(box.top, main.top);
    const isCovered =
      Math.min(box.right, lesson.right) - Math.max(box.left, lesson.left) > 1 &&
      Math.min(box.bottom, main.bottom, lesson.bottom) -
        Math.max(box.top, lesson.top) >
        1;
    return { isSeen: seen >= Math.min(box.height - 2, room - 40), isCovered };
  }, target);
}

const onScreen = { isSeen: true, isCovered: false };

/** Does what a task asks, on the screen where that is its point, and waits until it is solved. */
async function solve(task: Task, lesson: Lesson, run: string | undefined) {
  const { page } = lab;
  switch (task.check) {
    case "choice":
      await panel().getByRole("radio", { name: task.right }).check();
      break;
    case "number": {
      const name = run ?? Object.keys(lesson.experiments)[0];
      const { expected } = task;
      const spec = lesson.experiments[name];
      const subject = (await rows()).find(
        (row) => row.spec.name === spec?.name && isOver(row.status),
      );
      const value =
        typeof expected === "number"
          ? expected
          : subject && resultOf(expected, subject);
      await panel().getByRole("textbox").fill(String(value));
      await panel().getByRole("button", { name: "Check" }).click();
      break;
    }
    case "step":
      await page.getByLabel("Step on screen").fill(String(task.from + 2));
      break;
    case "run": {
      if (task.settings?.some(({ is }) => is === "csv")) await startTable();
      else await startChanged(task, lesson);
      await newest();
      break;
    }
    case "design":
      await page
        .getByRole("radio", { name: /CSV file/ })
        .check({ force: true });
      break;
    case "compare": {
      const [a, b] = await rows();
      await page.getByRole("row", { name: a.name }).first().click();
      await page.keyboard.press("Control+a");
      expect(b).toBeDefined();
      await page
        .getByRole("button", { name: /^Compare/ })
        .last()
        .click();
      break;
    }
    case "screen":
      throw new Error("No lesson of the lab asks for it.");
  }
  await panel().getByText("✓ Solved.").waitFor({ timeout: 30_000 });
}

/** A run of the lesson's first experiment with a step size that fits, from the page of the run. */
async function startChanged(task: Task, lesson: Lesson) {
  const { page } = lab;
  const isBowl = JSON.stringify(task).includes("quadratic");
  const isSmall = JSON.stringify(task).includes('"above":0.14');
  const name = isBowl
    ? lesson.experiments.steep.name
    : lesson.experiments.network.name;
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByRole("button", { name: "Clone and change…" }).click();
  const size = isBowl ? "0.19" : isSmall ? "0.15" : "0.3";
  await page
    .getByLabel(/^Step size/)
    .first()
    .fill(size);
  await page.getByRole("button", { name: "Start run" }).click();
  await expect
    .poll(async () => (await rows())[0].spec.optimizer.stepSize)
    .toBe(Number(size));
}

/** A run on a table of its own. */
async function startTable() {
  const path = join(home, "flats.csv");
  const lines = Array.from({ length: 30 }, (_, i) => {
    const x = -1 + (2 * i) / 29;
    return `${x},${4 * x ** 3 - 3 * x}`;
  });
  await writeFile(path, `size,rent\n${lines.join("\n")}\n`);
  const [{ lesson }] = includedLessons;
  const spec = lesson.experiments.network;
  const data = { source: "csv", path, target: "rent" };
  const steps = 2000;
  const wanted = { ...spec, name: "Flats", steps, data };
  const size = (await rows()).some((row) => row.name === "Flats") ? 0.3 : 0.31;
  expect(
    await ask(
      lab.page,
      "queue.start",
      withValue(wanted, "optimizer.stepSize", size),
    ),
  ).toMatchObject({ ok: true });
}

describe("the lessons that come with the lab are played through", () => {
  test.each(
    includedLessons.map(({ lesson }) => [lesson.lesson, lesson] as const),
  )("%s", async (title, lesson) => {
    const sheet = await openSheet();
    await sheet
      .getByRole("button", { name: RegExp(`^Start ?: ${title}`) })
      .click();
    const entries = [...lesson.stops, lesson.exercise].flatMap(
      (one) => one ?? [],
    );
    for (const [i, entry] of entries.entries()) {
      await panel()
        .getByText(`${i + 1} of ${entries.length}`)
        .waitFor();
      const { show, run, task } = entry;
      if (run !== ownRun && show?.startsWith("run.")) await newest();
      if (show) {
        await expect
          .poll(() => litPlace(show), { timeout: 10_000 })
          .toEqual(onScreen);
        // Curves that have come meanwhile did not push it out of sight.
        await new Promise((done) => setTimeout(done, 700));
        expect(await litPlace(show)).toEqual(onScreen);
      }
      if (task) await solve(task, lesson, run);
      if (i === 2) expect(await seriousProblems(lab.page)).toEqual([]);
      if (i < entries.length - 1)
        await panel()
          .getByRole("button", { name: "Next", exact: true })
          .click();
    }
    await panel().getByText("Expected answer").waitFor();
  });
});

const byHand = {
  edgeLab: 1,
  lesson: "Steps in a bowl",
  author: "M. Weber",
  experiments: { bowl: "quadratic" },
  stops: [
    {
      title: "It grows",
      text: "Look at the loss.\n\nIt falls, then it grows.",
      show: "run.loss",
      task: {
        check: "number",
        ask: "The last step",
        expected: "lastStep",
        hint: "See below the name.",
      },
      notes: "Ask for guesses first.",
    },
    {
      title: "Why",
      text: "Think of 2/η.",
      task: {
        check: "choice",
        ask: "Why?",
        answers: ["Bad luck", "η is too large"],
        right: "η is too large",
      },
    },
  ],
  exercise: {
    text: "Say it in your words.",
    answer: "The sharpness is above 2/η.",
  },
};

async function chooseFile(path: string) {
  await lab.app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ filePaths: [file], canceled: false });
  }, path);
  const sheet = await openSheet();
  await sheet.getByRole("button", { name: "Open lesson file…" }).click();
  return sheet;
}

test("a lesson written by hand: opened, answered, left, gone on with after a restart, begun anew, removed", async () => {
  const path = join(home, "bowl.json");
  await writeFile(
    path,
    JSON.stringify({
      ...byHand,
      stops: [{ ...byHand.stops[0], show: "run.los" }],
    }),
  );
  const refusing = await chooseFile(path);
  await refusing
    .getByText(
      /bowl\.json was not opened\. stops\[0\]\.show: Show must be one of: .* Did you mean "run\.loss"\?/,
    )
    .waitFor();
  await lab.page.keyboard.press("Escape");

  await writeFile(path, JSON.stringify(byHand));
  await chooseFile(path);
  await panel().getByRole("heading", { name: "It grows" }).waitFor();
  await expect
    .poll(() => litPlace("run.loss"), { timeout: 20_000 })
    .toEqual(onScreen);
  const box = panel().getByLabel("The last step");
  await newest();
  await box.fill("12");
  await box.press("Enter");
  await panel().getByText("Not right yet.").waitFor();
  await panel().getByText("See below the name.").waitFor();
  await box.fill("524");
  await box.press("Enter");
  await panel().getByText("✓ Solved.").waitFor();
  expect(await panel().getByText("Ask for guesses first.").count()).toBe(0);
  await panel().getByLabel("Teacher’s notes").check();
  await panel().getByText("Ask for guesses first.").waitFor();

  // By keyboard alone: on, leave, and go on where it was left.
  await lab.page.locator("main").focus();
  await lab.page.keyboard.press("]");
  await panel().getByRole("heading", { name: "Why" }).waitFor();
  await expect
    .poll(() =>
      lab.page
        .locator("body > #app > .unseen[role=status], .unseen[role=status]")
        .first()
        .textContent(),
    )
    .toContain("Why. Think of 2/η.");
  await lab.page.keyboard.press("Escape");
  await panel().waitFor({ state: "detached" });
  expect(await lab.page.locator("[data-lit]").count()).toBe(0);
  let sheet = await openSheet();
  await sheet
    .getByText("stop 2 of 3 · 1 of 2 tasks solved · M. Weber")
    .waitFor();
  await sheet
    .getByRole("button", { name: /^Go on ?: Steps in a bowl/ })
    .click();
  await panel().getByRole("heading", { name: "Why" }).waitFor();
  await lab.quit();

  lab = await openLab(home);
  await panel().getByRole("heading", { name: "Why" }).waitFor();
  await panel().getByRole("radio", { name: "η is too large" }).check();
  await panel().getByText("✓ Solved.").waitFor();
  await panel().getByRole("button", { name: "Next", exact: true }).click();
  await panel().getByRole("button", { name: "Show the answer" }).click();
  await panel().getByText("The sharpness is above 2/η.").waitFor();
  await panel().getByRole("button", { name: "Finish" }).click();

  sheet = await openSheet();
  const more = sheet.getByRole("button", { name: /^More ?: Steps in a bowl/ });
  await more.click();
  await sheet.getByRole("button", { name: "Start over" }).click();
  await panel().getByRole("heading", { name: "It grows" }).waitFor();
  expect(await panel().getByText("✓ Solved.").count()).toBe(0);
  expect(await panel().getByLabel("The last step").inputValue()).toBe("");
  await lab.page.keyboard.press("Escape");
  sheet = await openSheet();
  await more.click();
  await sheet.getByRole("button", { name: "Remove" }).click();
  await sheet
    .getByRole("heading", { name: "Steps in a bowl" })
    .waitFor({ state: "detached" });
});

test("the class exercise of a lesson that was handed out: four clicks", async () => {
  const path = join(home, "bowl.json");
  await writeFile(path, JSON.stringify(byHand));
  // Lessons, Open lesson file…: two clicks, and the file in the dialog.
  await chooseFile(path);
  await panel().getByRole("heading", { name: "It grows" }).waitFor();
  // The list of stops, and the exercise in it: two more.
  await panel().getByLabel("Stop").selectOption("3. Exercise");
  await panel().getByText("Say it in your words.").waitFor();
});

test("a lesson of the lab is saved as a file to begin with", async () => {
  const { page } = lab;
  const path = join(home, "edge.json");
  await lab.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ filePath, canceled: false });
  }, path);
  const sheet = await openSheet();
  await sheet.getByRole("button", { name: /^More ?: The edge/ }).click();
  await sheet.getByRole("button", { name: "Save as file…" }).last().click();
  await expect
    .poll(() => readFile(path, "utf8").catch(() => ""))
    .toContain('"lesson": "The edge"');
  expect(
    await ask(page, "lessons.add", await readFile(path, "utf8")),
  ).toMatchObject({ ok: true });
});

test("a lesson that is dropped on the window is played; a broken one is refused in a sentence", async ({
  skip,
}) => {
  needsElectron(skip, pathsOfFiles);
  const { page } = lab;
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const broken = join(home, "broken.json");
  await writeFile(broken, JSON.stringify({ ...byHand, stops: [] }));
  await dropFile(page, broken);
  await page.getByText(/stops: Stops must .*/).waitFor();
  const good = join(home, "dropped.json");
  await writeFile(good, JSON.stringify({ ...byHand, lesson: "Dropped" }));
  await dropFile(page, good);
  await page
    .getByRole("complementary", { name: "Lesson: Dropped" })
    .getByRole("heading", { name: "It grows" })
    .waitFor();
});
