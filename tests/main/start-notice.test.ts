import { join } from "node:path";
import { expect, it } from "vitest";
import type { RunDetail } from "../../core/contract/api";
import * as notices from "../../main/start-notice";
import { summaryAt } from "./archive/helpers";

const run = (changes: Partial<RunDetail> = {}) =>
  ({
    name: "cubic",
    summary: summaryAt(1234),
    rows: { steps: 1235, spectrum: 0, test: 0, batch: 0, batchSteps: 0 },
    checkpointStep: 1200,
    ...changes,
  }) as RunDetail;

const lab = (leftOver: number[], detail = run()) => ({
  leftOver,
  openRun: async () => detail,
});

it.each([
  [
    true,
    [],
    run(),
    "Edge Lab ended unexpectedly the last time; no stored data were lost.",
  ],
  [
    true,
    [3],
    run(),
    "Edge Lab ended unexpectedly the last time: “cubic” was interrupted at step 1,234; it can continue from step 1,200.",
  ],
  [
    false,
    [3],
    run({ checkpointStep: null }),
    "The command line ended unexpectedly: “cubic” was interrupted at step 1,234; it has no checkpoint to continue from, so start its experiment again.",
  ],
  [
    true,
    [3],
    run({
      rows: { steps: 0, spectrum: 0, test: 0, batch: 0, batchSteps: 0 },
      checkpointStep: null,
    }),
    "Edge Lab ended unexpectedly the last time: “cubic” was interrupted before its first step was stored; it has no checkpoint to continue from, so start its experiment again.",
  ],
  [
    true,
    [3, 4],
    run(),
    "Edge Lab ended unexpectedly the last time: 2 runs were interrupted; everything they recorded is kept, and they can be continued from their last checkpoints.",
  ],
])(
  "says in a sentence how the last session ended",
  async (wasLeft, ids, detail, message) => {
    expect(await notices.ofLastSession(lab(ids, detail), wasLeft)).toEqual({
      message,
      runs: ids,
    });
  },
);

it("has nothing to say after an orderly end", async () => {
  expect(await notices.ofLastSession(lab([]), false)).toBeNull();
});

it("counts what was recovered, and says what was not", () => {
  const kept = join("/data", "damaged", "archive-1.db");
  const says = (runs: number, inPart: number, lost: number) =>
    notices.recovered({ runs, inPart, lost }, kept).message;
  const where = `The previous files are kept in ${join("damaged", "archive-1.db")}.`;
  expect(says(214, 0, 0)).toBe(
    `The archive was damaged. 214 runs could be recovered. ${where}`,
  );
  expect(says(214, 3, 0)).toBe(
    `The archive was damaged. 214 runs could be recovered, 3 of them only in part, which the tag “recovered” marks. ${where}`,
  );
  expect(says(1, 1, 2)).toBe(
    `The archive was damaged. 1 run could be recovered, but only in part, which the tag “recovered” marks. At least 2 runs could not be recovered. ${where}`,
  );
});
