import { beforeEach, expect, it } from "vitest";
import type { RunRow } from "../../core/contract/api";
import type { RunChanges } from "../../core/run/organise";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { makeSample } from "../../main/sample";
import { SettingsFile } from "../../main/settings";
import { temporaryFolder } from "./archive/helpers";

let settings: SettingsFile;
let runs: RunRow[];
let deleted: RunRow[];
let changes: RunChanges[];
beforeEach(async () => {
  settings = new SettingsFile(await temporaryFolder());
  runs = [];
  deleted = [];
  changes = [];
});

const lab = {
  archive: { listRuns: async () => runs, listDeleted: async () => deleted },
  queue: {
    enqueue: async ([spec]: ExperimentSpec[]) => {
      const row = { id: 7, name: spec.name } as RunRow;
      runs.push(row);
      return [row];
    },
  },
  runs: {
    change: async (id: number, change: RunChanges) => {
      changes.push(change);
      return { id } as RunRow;
    },
  },
};

it("runs one experiment in a new archive, with a tag, a note and a lesson open at it", async () => {
  await makeSample(lab, settings);
  expect(runs.map(({ name }) => name)).toEqual([
    "Sample: sharpness climbs to 2/η",
  ]);
  expect(changes).toMatchObject([{ tags: ["sample"] }]);
  expect(changes[0].notes).toMatch(/2 divided by the step size/);
  expect(settings.read().lessons).toEqual({ open: "the-edge" });
});

it("does so once, whatever becomes of it", async () => {
  await makeSample(lab, settings);
  runs = [];
  await makeSample(lab, settings);
  expect(runs).toEqual([]);
});

it.each([true, false])(
  "leaves an archive with runs alone (put aside: %s)",
  async (aside) => {
    (aside ? deleted : runs).push({ id: 1 } as RunRow);
    await makeSample(lab, settings);
    expect(runs.length + deleted.length).toBe(1);
    expect(settings.read().lessons).toEqual({});
  },
);
