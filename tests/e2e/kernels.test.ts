/** Kernels in the window: measured after the first float32 run, used by new runs, not by what is computed again. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import type { Calibration } from "../../main/engine/calibration";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

let home: string;
let lab: Lab;
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
});
afterAll(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const patience = { timeout: 60_000, interval: 100 };

function finished(id: number) {
  return vi.waitFor(async () => {
    const reply = await ask(lab.page, "runs.open", id);
    if (!reply.ok || reply.value.status !== "finished")
      throw new Error(`Run ${id} is not finished.`);
    return reply.value;
  }, patience);
}

async function lossOf(runId: number) {
  const reply = await ask(lab.page, "runs.readTable", {
    ...{ runId, table: "steps", columns: ["loss"] },
  });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

test("the first float32 run has them measured; its repetition keeps its own", async () => {
  const { spec } = presetOf("chebyshev");
  const float32 = { ...spec, steps: 60, precision: "float32" };
  await ask(lab.page, "queue.start", float32);
  expect((await finished(1)).engine).toMatchObject({ kernels: "tensorflow" });
  const path = join(home, "calibration.json");
  const text = await vi.waitFor(() => readFile(path, "utf8"), patience);

  const calibration = JSON.parse(text) as Calibration;
  for (const each of calibration.measured)
    each.products = each.kernels.by === "onednn" ? 1 : 100;
  await writeFile(path, JSON.stringify(calibration));
  await ask(lab.page, "queue.start", float32);
  expect((await finished(2)).engine).toMatchObject({ kernels: "onednn" });
  await ask(lab.page, "queue.reproduce", 1);
  expect((await finished(3)).engine).toMatchObject({ kernels: "tensorflow" });
  expect(await lossOf(3)).toEqual(await lossOf(1));
});
