/** The way to and from Python: a run out as arrays and as a script, curves and weights in. */
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  savedFigure,
  seriousProblems,
  textsOf,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;

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

async function finished(id: number) {
  for (let i = 0; (await statusOf(id)) !== "finished"; i++) {
    if (i > 600) throw new Error(`Run ${id} did not finish.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function statusOf(id: number) {
  const reply = await ask(lab.page, "runs.open", id);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.status;
}

async function openArchive() {
  await lab.page.locator("main").focus();
  await lab.page.keyboard.press("a");
  await grid().waitFor();
}

const grid = () => lab.page.getByRole("grid", { name: "Runs", exact: true });

async function fromFiles(item: RegExp) {
  await lab.page.getByRole("button", { name: "Files" }).click();
  await lab.page.getByRole("button", { name: item }).click();
}

beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const spec = { ...presetOf("chebyshev").spec, name: "Native", steps: 120 };
  const reply = await ask(lab.page, "queue.start", spec);
  if (!reply.ok) throw new Error(reply.error.message);
  await finished(1);
  await openArchive();
});

afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

test("a run goes out as arrays and as a PyTorch script", async () => {
  const { page } = lab;
  const npz = await choose("native.npz");
  await fromFiles(/for NumPy/);
  await page.getByText(`Saved as ${npz}.`).waitFor();
  expect((await readFile(npz)).includes("final/0.weight.npy")).toBe(true);

  const script = await choose("again.py");
  await fromFiles(/PyTorch script/);
  await page.getByText(`Saved as ${script}.`).waitFor();
  expect(await readFile(script, "utf8")).toContain("nn.Linear(1, 20)");
  await access(join(home, "again.npz"));

  const table = await choose("native.parquet");
  await fromFiles(/Parquet/);
  await page.getByText(`Saved as ${table}.`).waitFor();
  expect((await readFile(table)).subarray(0, 4).toString()).toBe("PAR1");
});

test("a network begins with weights from a file, chosen in the form", async () => {
  const { page } = lab;
  await openArchive();
  await grid()
    .getByRole("row", { name: /Native/ })
    .click();
  await page.getByRole("button", { name: "Clone and change…" }).click();
  await page
    .getByRole("button", { name: /^Model/ })
    .first()
    .click();
  await page
    .getByLabel("Starting weights")
    .first()
    .selectOption("weights-file");
  const path = await choose("native.npz");
  await page.getByRole("button", { name: "Choose weights…" }).click();
  await expect
    .poll(() => page.getByLabel("File of weights").inputValue())
    .toBe(path);
  await page.getByLabel("Prefix").fill("final/");
  await page.getByRole("button", { name: "Start run" }).click();
  await finished(2);
  const run = async (id: number) => {
    const reply = await ask(page, "runs.open", id);
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value.summary;
  };
  expect((await run(2)).initialLoss).toBe((await run(1)).finalLoss);
  // The next test compares two runs.
  await ask(page, "runs.remove", [2]);
});

test("an imported curve stands beside a native run, in one figure", async () => {
  const { page } = lab;
  const curves = await choose("torch.csv");
  const rows = Array.from(
    { length: 100 },
    (_, i) => `${i},${0.3 / (1 + i / 50)},${i % 5 === 0 ? 4 + i / 15 : ""},x`,
  );
  await writeFile(
    curves,
    `iteration,train_loss,lambda_max,host\n${rows.join("\n")}\n`,
  );
  await openArchive();
  await fromFiles(/Import curves/);
  const dialog = page.getByRole("dialog", { name: "Import curves" });
  await dialog.getByText("CSV file, 100 rows.").waitFor();
  await dialog.getByText("“x” in line 2").waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  const take = dialog.getByRole("button", { name: "Import", exact: true });
  expect(await take.isDisabled()).toBe(true);
  await dialog.getByText(/Enter the step size/).waitFor();
  await dialog.getByLabel("Step size η").fill("0.2");
  await dialog.getByLabel("Name").fill("From PyTorch");
  await take.click();
  await dialog.waitFor({ state: "detached" });
  expect(await statusOf(3)).toBe("finished");

  const continued = await ask(page, "queue.continue", 3);
  expect(continued).toMatchObject({ ok: false });
  const reproduced = await ask(page, "queue.reproduce", 3);
  expect(reproduced).toMatchObject({ ok: false });

  await openArchive();
  await grid().focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("c");
  await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
  const slider = page.getByRole("slider", { name: /Sharpness S/ });
  await slider.waitFor();
  await slider.press("Home");
  const text = await slider.getAttribute("aria-valuetext");
  expect(text).toContain("4.79");
  expect(text).toContain("4.00");
  const svg = await savedFigure(
    lab,
    page.getByRole("button", { name: "Figure…", exact: true }),
    join(home, "both.svg"),
  );
  const texts = textsOf(svg).join("\n");
  expect(texts).toContain("Native");
  expect(texts).toContain("From PyTorch");
});

test("the page of an imported run shows its curves and offers nothing that must be computed", async () => {
  const { page } = lab;
  await openArchive();
  await grid()
    .getByRole("row", { name: /From PyTorch/ })
    .dblclick();
  await page.getByText(/Curves of the file torch.csv \(CSV file\)/).waitFor();
  const slider = page.getByRole("slider", { name: /Sharpness/ });
  await expect
    .poll(async () => {
      await slider.press("Home");
      return slider.getAttribute("aria-valuetext");
    })
    .toContain("S 4.0000");
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(await page.getByText("Nothing was recorded.").count()).toBe(0);
  expect(await page.getByRole("tab", { name: "Valley" }).count()).toBe(0);
  expect(
    await page.getByRole("button", { name: "Clone and change…" }).count(),
  ).toBe(0);
});

test("a broken file is refused with its line and column", async () => {
  const { page } = lab;
  await openArchive();
  const curves = await choose("broken.csv");
  await writeFile(curves, "step,loss\n0,1\n1\n");
  await fromFiles(/Import curves/);
  await page
    .getByText(
      "broken.csv was not imported. Line 3 has 1 cell, and the first line has 2.",
    )
    .waitFor();
});
