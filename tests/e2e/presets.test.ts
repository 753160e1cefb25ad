import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunDetail } from "../../core/contract/api";
import {
  filePresets,
  presets,
  type Preset,
} from "../../core/experiment/presets";
import { cifarBytes, cifarPickle } from "../core/data/support";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

let home: string;
let lab: Lab;
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const steps = 8;
const every = 2;
const samples = 100;

/** Starts a preset as a person does, with less data and fewer steps than it comes with. */
async function start({ title, spec }: Preset) {
  const { page } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  await page.getByRole("radio", { name: title, exact: true }).check();
  const fill = (label: string, value: number) =>
    page.getByLabel(label, { exact: true }).fill(String(value));
  if (spec.data && "samples" in spec.data && spec.data.source === "mnist")
    await fill("Samples", samples);
  await fill("Steps", steps);
  await fill("Measure sharpness every", every);
  await page.getByRole("button", { name: "Start run" }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

/** The latest run, once it has ended. */
async function ended(title: string): Promise<RunDetail> {
  const find = async () => {
    const reply = await ask(lab.page, "runs.list");
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value.find(({ name }) => name === title);
  };
  await expect
    .poll(async () => (await find())?.status, { timeout: 60_000 })
    .toBe("finished");
  const reply = await ask(lab.page, "runs.open", (await find())?.id);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

test.each(presets)("$title starts and finishes", async (preset) => {
  await start(preset);
  const run = await ended(preset.title);
  // With mini-batches the loss on all samples is computed where something is measured.
  const { batch } = preset.spec;
  expect(run.rows).toMatchObject({
    steps: batch ? steps / every + 1 : steps + 1,
    spectrum: steps / every + 1,
    batchSteps: batch ? steps + 1 : 0,
  });
  expect(run.spec.optimizer).toEqual(preset.spec.optimizer);
  const { finalLoss, finalSharpness, maxSharpness } = run.summary;
  expect(finalLoss).toBeGreaterThan(0);
  expect(finalSharpness).toBeGreaterThan(0);
  expect(maxSharpness).toBeGreaterThanOrEqual(finalSharpness ?? Infinity);

  const spectrum = await ask(lab.page, "runs.readTable", {
    runId: run.id,
    table: "spectrum",
    columns: ["lambda1", "residual1", "converged"],
  });
  if (!spectrum.ok) throw new Error(spectrum.error.message);
  const { step, lambda1, converged } = spectrum.value;
  expect([...step]).toEqual([0, 2, 4, 6, 8]);
  expect(lambda1.at(-1)).toBe(finalSharpness);
  expect([...converged]).toEqual([1, 1, 1, 1, 1]);
  // The curves on screen go as far as the run.
  for (const name of ["Loss at step", "Sharpness S at step"])
    await expect
      .poll(() =>
        lab.page.getByRole("slider", { name }).getAttribute("aria-valuenow"),
      )
      .toBe(String(steps));
});

/** Files as a person has them, with few samples. */
const own: Record<
  string,
  { name: string; bytes: Uint8Array | string; samples: number }
> = {
  cifar10: {
    samples: 10,
    name: "data_batch_1",
    bytes: cifarPickle(cifarBytes([6, 9, 0, 4, 1, 5, 2, 7, 8, 3])),
  },
  text: {
    samples: 4,
    name: "sentences.tsv",
    bytes: `sentence\tlabel\n${["a gripping film", "dull", "funny and warm", "a mess"].map((text, i) => `${text}\t${(i + 1) % 2}\n`).join("")}`,
  },
};

test.each(filePresets.presets)(
  "$title asks for a file, and runs on it",
  async ({ title, spec }) => {
    const { page, app } = lab;
    await page.getByRole("button", { name: "New run" }).first().click();
    await page.getByRole("radio", { name: title, exact: true }).check();
    await page.getByText("Choose a data file first.").waitFor();
    const { name, bytes, samples } = own[spec.data?.source ?? ""];
    const path = join(home, name);
    await writeFile(path, bytes);
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = () =>
        Promise.resolve({ filePaths: [filePath], canceled: false });
    }, path);
    // The section is open: this is what the person has to do.
    await page.getByRole("button", { name: "Choose file…" }).click();
    // The file has fewer samples than the preset asks for, which is said at its place in the section, too.
    await page.getByText(`Set samples to ${samples} or fewer`).waitFor();
    await page
      .getByRole("region", { name: "Settings" })
      .getByLabel("Samples", { exact: true })
      .fill(String(samples));
    await page.getByLabel("Steps", { exact: true }).fill("4");
    await page.getByLabel("Measure sharpness every", { exact: true }).fill("2");
    await page.getByRole("button", { name: "Start run" }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    const run = await ended(title);
    expect(run.engine?.data).toMatchObject({ samples });
    expect(run.summary.finalLoss).toBeLessThan(run.summary.initialLoss ?? 0);
  },
);
