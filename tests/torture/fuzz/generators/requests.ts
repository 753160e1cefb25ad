import fc from "fast-check";
import { requestNames, type LabRequests } from "../../../../core/contract/api";
import { clonedValues } from "./cloneables";
import { workingExperiments } from "./experiments";
import { mutated } from "./mutations";

export interface Request {
  name: keyof LabRequests;
  args: unknown[];
}

const [first, , third] = workingExperiments;
const pin = { id: "p", chart: "loss", step: 1, value: 2, text: "Here." };
const view = { id: "v", name: "View", state: { runs: [1, 2], axis: "step" } };
const table = { runId: 1, table: "steps", columns: ["loss", "step"] };

/** Stands for the name of a backup that is there. */
export const aBackup = "A BACKUP";

/** Arguments that each request takes. */
const right: Record<keyof LabRequests, unknown[][]> = {
  about: [[]],
  appInfo: [[]],
  listRuns: [[]],
  openRun: [[1]],
  readSeries: [
    [{ ...table, pixels: 100 }],
    [{ ...table, from: 2, to: 5, pixels: 1 }],
  ],
  startRun: [[first], [third, { kind: "edge", step: 3 }]],
  enqueue: [
    [[first, third], "Group"],
    [[first], null],
  ],
  estimate: [[first]],
  previewData: [[{ source: "spirals", samples: 20 }]],
  moveQueued: [[4, 0]],
  cancelQueued: [[[4, 5]]],
  pauseRun: [[4]],
  resumeRun: [[4]],
  stepRun: [[4]],
  stopRun: [[4]],
  renameRun: [[1, "Another name"]],
  continueRun: [[4]],
  readTable: [[table], [{ ...table, from: 1, to: 3 }]],
  analyse: [
    [1, { from: "crossing", steps: 5 }],
    [1, {}],
  ],
  readTheory: [[1]],
  cancelAnalysis: [[1]],
  analysisProgress: [[]],
  organiseRun: [
    [
      1,
      { name: "N", tags: ["a", "b"], project: "P", colour: 1, notes: "Notes" },
    ],
  ],
  setPins: [[1, [pin]]],
  deleteRuns: [[[1, 2]]],
  restoreRuns: [[[1, 2]]],
  listDeleted: [[]],
  purgeDeleted: [[[2]]],
  views: [[]],
  saveViews: [[[view]]],
  settings: [[]],
  saveSettings: [
    [{ screen: "live", run: 1, compared: [1, 2], theme: "dark", engines: 2 }],
    [
      {
        notifications: false,
        guide: null,
        archive: { sort: "name" },
        compare: {},
      },
    ],
  ],
  saveFile: [
    [{ name: "loss", kind: "csv", data: "step,loss\n" }],
    [{ name: "../a/b", kind: "png", data: Uint8Array.of(1, 2) }],
  ],
  exportCapsules: [[[1]], [[1, 3]]],
  importCapsules: [
    [],
    [["../chosen/run.json"]],
    [["../chosen/pipe"]],
    [["/dev/zero"]],
    [["."]],
    [["../chosen/run.json", "none"]],
  ],
  openFiles: [["capsule"], ["data"]],
  reproduce: [[1]],
  report: [[1]],
  archiveCare: [[]],
  backUp: [[]],
  deleteBackup: [
    [aBackup],
    ["../precious"],
    ["../../other/precious"],
    ["../archive.db"],
  ],
  restoreBackup: [[aBackup], ["../../other/precious"], ["."]],
  checkArchive: [[]],
  recoverArchive: [[]],
  beginAnew: [[]],
  showArchive: [[]],
  startNotice: [[]],
};

/** Numbers that name runs which are there. */
const numbers = fc.integer({ min: 1, max: 8 });

function renumbered(args: unknown[], by: number[]): unknown[] {
  let next = 0;
  const other = (value: unknown): unknown =>
    typeof value === "number" && Number.isInteger(value) && value > 0
      ? by[next++ % by.length]
      : Array.isArray(value) && value.every((x) => typeof x === "number")
        ? value.map(other)
        : value;
  return args.map(other);
}

/** Any request with right, changed or altogether strange arguments. */
export const requests: fc.Arbitrary<Request> = fc
  .constantFrom(...requestNames)
  .chain((name) => {
    const known = right[name];
    const asList = (value: unknown) => (Array.isArray(value) ? value : [value]);
    return fc.record({
      name: fc.constant(name),
      args: fc.oneof(
        {
          weight: 3,
          arbitrary: fc
            .tuple(
              fc.constantFrom(...known),
              fc.array(numbers, { minLength: 3, maxLength: 3 }),
            )
            .map(([args, by]) => structuredClone(renumbered(args, by))),
        },
        { weight: 4, arbitrary: mutated(known, clonedValues).map(asList) },
        { weight: 1, arbitrary: fc.array(clonedValues, { maxLength: 3 }) },
      ),
    });
  });
