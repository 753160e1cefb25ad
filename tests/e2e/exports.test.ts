/** Every export through the dialogs of the system, which here choose at once. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunDetail } from "../../core/contract/api";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { presetOf } from "../../core/experiment/presets";
import {
  ask,
  figureDialog,
  makeHome,
  needsElectron,
  openLab,
  removeHome,
  wordsOf,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;

async function openRun(id: number): Promise<RunDetail> {
  const reply = await ask(lab.page, "runs.open", id);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

async function finished(id: number) {
  for (let i = 0; (await openRun(id)).status !== "finished"; i++) {
    if (i > 600) throw new Error(`Run ${id} did not finish.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The next dialog answers with this file. */
async function choose(name: string): Promise<string> {
  const path = join(home, name);
  await lab.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    dialog.showOpenDialog = async () => ({
      canceled: false,
      filePaths: [path],
    });
  }, path);
  return path;
}

/** All stored columns of a table as plain numbers. */
async function table(run: RunDetail, name: "steps" | "spectrum") {
  const request = { runId: run.id, table: name, columns: run.columns[name] };
  const columns = await lab.page.evaluate(async (request) => {
    const reply = await window.lab?.runs.readTable(request);
    if (!reply?.ok) throw new Error("There is no such table.");
    // Playwright carries plain numbers, NaN and −0 included.
    return Object.entries(reply.value).map(
      ([name, values]) => [name, Array.from(values)] as const,
    );
  }, request);
  return Object.fromEntries(columns);
}

beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const spec = { ...presetOf("chebyshev").spec, name: "T3 short", steps: 300 };
  const reply = await ask(lab.page, "queue.start", spec);
  if (!reply.ok) throw new Error(reply.error.message);
  await finished(1);
  await lab.page.getByRole("option", { name: /T3 short/ }).click();
});

afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

test("Reproduce does the run again and finds the two the same to the last bit", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "Reproduce" }).click();
  await page
    .getByRole("heading", { level: 1, name: "T3 short (again)" })
    .waitFor();
  await page.getByText("Bit for bit the same over 301 steps.").waitFor();
  await page.getByText("Both in double precision.").waitFor();
  expect(await openRun(2)).toMatchObject({ reproduces: 1 });
});

test("the report of a run is a PDF with pages", async () => {
  const { page } = lab;
  const path = await choose("report.pdf");
  await page.getByRole("button", { name: "Report (PDF)…" }).click();
  await page.getByText(`Saved as ${path}.`).waitFor();
  const bytes = await readFile(path);
  expect(bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  const pages = bytes.toString("latin1").match(/\/Type\s*\/Page\b/g);
  expect(pages?.length).toBeGreaterThanOrEqual(2);
});

const grid = () => lab.page.getByRole("grid", { name: "Runs" });
const files = async (button: RegExp) => {
  await lab.page.getByRole("button", { name: "Files" }).click();
  await lab.page.getByRole("button", { name: button }).click();
};

test("a table as CSV has the numbers of the archive", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "Archive" }).click();
  await grid().focus();
  await page.keyboard.press("End");
  const path = await choose("steps.csv");
  await files(/^Export the steps of “T3 short” as CSV/);
  await page.getByText(`Saved as ${path}.`).waitFor();
  const [head, ...lines] = (await readFile(path, "utf8")).trim().split("\r\n");
  const stored = await table(await openRun(1), "steps");
  expect(head.split(",")).toEqual(Object.keys(stored));
  const rows = lines.map((line) => line.split(",").map(Number));
  expect(rows).toHaveLength(301);
  head.split(",").forEach((name, i) => {
    expect(rows.map((row) => row[i])).toEqual(stored[name]);
  });
});

test("runs go through a capsule and come back with the same numbers", async () => {
  const { page } = lab;
  const path = await choose("runs.json");
  await grid().focus();
  await page.keyboard.press("Control+a");
  await files(/^Export 2 runs as a capsule/);
  await page.getByText(`Saved 2 runs as ${path}.`).waitFor();
  const original = await openRun(2);
  const tablesOf = async (run: RunDetail) => [
    await table(run, "steps"),
    await table(run, "spectrum"),
  ];
  const tables = await tablesOf(original);
  expect(await ask(page, "runs.remove", [2])).toMatchObject({ ok: true });
  expect(await ask(page, "runs.purge", [2])).toMatchObject({ ok: true });
  await files(/^Import capsules/);
  await page
    .getByText("Added 1 run. “T3 short” is in the archive already.")
    .waitFor();
  const run = await openRun(3);
  const { name, summary, events, engine, spec, createdAt } = run;
  expect(original).toMatchObject({
    name,
    summary,
    events,
    engine,
    spec,
    createdAt,
  });
  expect(await tablesOf(run)).toEqual(tables);
});

test("a broken capsule is refused in a sentence, and nothing of it is added", async () => {
  const { page } = lab;
  const whole = JSON.parse(await readFile(join(home, "runs.json"), "utf8")) as {
    runs: { result: { series: { loss: unknown[] } } }[];
  };
  whole.runs[1].result.series.loss[7] = "seven";
  const path = await choose("broken.json");
  await writeFile(path, JSON.stringify(whole));
  await files(/^Import capsules/);
  await page
    .getByText(
      /broken\.json was not imported\. Run 2 of the file: result\.series\.loss\[7\]/,
    )
    .waitFor();
  await writeFile(path, "{ not json");
  await files(/^Import capsules/);
  await page
    .getByText(/broken\.json was not imported\. It is not JSON/)
    .waitFor();
  const left = await ask(page, "runs.list");
  expect(left.ok && left.value.map(({ id }) => id).sort()).toEqual([1, 3]);
});
test("figures are light, complete and say where they come from", async ({
  skip,
}) => {
  needsElectron(skip, "it reads a picture with it");
  const { page, app } = lab;
  // Runs of one name are told apart by their numbers.
  await ask(page, "runs.change", 3, { name: "T3 short" });
  await page.emulateMedia({ colorScheme: "dark" });
  await grid().focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("c");
  const button = page.getByRole("button", { name: /^Figure… ?: Loss$/ });
  const open = async () => {
    await page.getByRole("button", { name: /^Chart\W+Loss/ }).click();
    return figureDialog(page, button);
  };
  const png = await choose("loss.png");
  let dialog = await open();
  await dialog.getByLabel("Size", { exact: true }).selectOption("columns");
  await dialog.getByLabel("Dots per inch (PNG)").selectOption("150");
  await dialog.getByRole("button", { name: "Save PNG…" }).click();
  await page.getByText(`Saved as ${png}.`).waitFor();
  const picture = await app.evaluate(({ nativeImage }, path) => {
    const image = nativeImage.createFromPath(path);
    const bitmap = image.toBitmap();
    let white = 0;
    const colours = new Set<number>();
    for (let i = 0; i < bitmap.length; i += 4) {
      const colour = bitmap.readUInt32LE(i);
      if (colour === 0xffffffff) white++;
      colours.add(colour);
    }
    const share = (4 * white) / bitmap.length;
    return { ...image.getSize(), share, colours: colours.size };
  }, png);
  // 170 mm at 150 dots an inch.
  expect(picture.width).toBe(1004);
  expect(picture.height).toBeGreaterThan(500);
  expect(picture.share).toBeGreaterThan(0.8);
  expect(picture.colours).toBeGreaterThan(50);

  const svg = await choose("loss.svg");
  dialog = await open();
  await dialog.getByRole("button", { name: "Save SVG…" }).click();
  await page.getByText(`Saved as ${svg}.`).waitFor();
  const all = wordsOf(await readFile(svg));
  expect(all).toMatch(/Loss over step/);
  expect(all).toContain("T3 short (run 1)");
  expect(all).toMatch(/η = 0\.2/);
  expect(all).toMatch(/Edge Lab \d/);
});

test("an experiment is saved as a file, opened again, and expected to do something", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  await page.getByRole("radio", { name: presetOf("chebyshev").title }).check();
  await page.getByRole("button", { name: /^Experiment file/ }).click();
  const path = await choose("experiment.json");
  await page.getByRole("button", { name: "Save as a file…" }).click();
  const saved = () => readFile(path, "utf8").catch(() => "");
  await expect.poll(saved).toContain('"chebyshev"');
  const experiment = JSON.parse(await saved()) as ExperimentSpec;
  expect(experiment).toEqual(presetOf("chebyshev").spec);

  const open = page.locator('input[type=file][accept=".edgelab,.json"]');
  await writeFile(path, JSON.stringify({ ...experiment, steps: -5 }));
  await open.setInputFiles(path);
  await page.locator("#sheet-says code", { hasText: "steps" }).waitFor();
  const changed = { ...experiment, name: "From a file", steps: 200 };
  await writeFile(path, JSON.stringify(changed));
  await open.setInputFiles(path);
  await page.getByRole("button", { name: "Use this experiment" }).click();
  await page.getByLabel("I expect").selectOption("below");
  await page.getByRole("button", { name: "Start run" }).click();
  await page
    .getByText("it stayed below 2/η to the end.")
    .waitFor({ timeout: 60_000 });
  const expectation = { kind: "below", step: null };
  expect(await openRun(4)).toMatchObject({ spec: changed, expectation });
});
