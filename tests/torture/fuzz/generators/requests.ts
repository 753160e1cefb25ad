import fc from "fast-check";
import { requestNames, type RequestName } from "../../../../core/contract/api";
import { clonedValues } from "./cloneables";
import { workingExperiments } from "./experiments";
import { mutated } from "./mutations";

export interface Request {
  name: RequestName;
  args: unknown[];
}

const [first, , third] = workingExperiments;
const pin = { id: "p", chart: "loss", step: 1, value: 2, text: "Here." };
const view = { id: "v", name: "View", state: { runs: [1, 2], axis: "step" } };
const table = { runId: 1, table: "steps", columns: ["loss", "step"] };
const curves = {
  groups: [[1], [2]],
  columns: [{ table: "steps", column: "loss", perThreshold: false }],
  x: "step",
  band: "range",
  baseline: null,
  relation: "difference",
  log: false,
  pixels: 100,
};

const lesson = JSON.stringify({
  edgeLab: 1,
  lesson: "L",
  stops: [{ title: "A", text: "B" }],
});

const study = {
  edgeLab: 1,
  study: "S",
  base: first,
  vary: { "optimizer.stepSize": [0.1, 0.2, 0.3] },
};

/** Stands for the name of a backup that is there. */
export const aBackup = "A BACKUP";

/** Arguments that each request takes. */
const right: Record<RequestName, unknown[][]> = {
  "app.about": [[]],
  "app.info": [[]],
  "runs.list": [
    [],
    [{ after: null, most: 3 }],
    [{ after: { createdAt: 1.5, id: 2 }, most: 10_000 }],
  ],
  "runs.listSome": [[[1, 2]], [[]]],
  "runs.open": [[1]],
  "runs.changeSeveral": [
    [
      [
        { id: 1, changes: { tags: ["a", "b"], project: "P" } },
        { id: 2, changes: { notes: "N", colour: null } },
      ],
    ],
  ],
  "runs.readSeries": [
    [{ ...table, pixels: 100 }],
    [{ ...table, from: 2, to: 5, pixels: 1 }],
  ],
  "runs.readCurves": [
    [curves],
    [
      {
        ...curves,
        groups: [[1, 2], [3]],
        x: { table: "spectrum", column: "lambda1" },
        band: "deviation",
        baseline: 1,
        relation: "ratio",
        from: 0.5,
        to: 3,
        log: true,
      },
    ],
  ],
  "queue.start": [[first], [third, { kind: "edge", step: 3 }]],
  "queue.enqueue": [
    [[first, third], "Group"],
    [[first], null],
  ],
  "queue.estimate": [[first]],
  "files.preview": [[{ source: "spirals", samples: 20 }]],
  "files.survey": [[{ source: "csv", path: "/data.csv" }]],
  "files.stopReading": [[]],
  "files.waiting": [[]],
  "files.stamps": [[["/data.csv", "/other.csv"]], [[]]],
  "queue.move": [[4, 0]],
  "queue.cancel": [[[4, 5]]],
  "runs.pause": [[4]],
  "runs.resume": [[4]],
  "runs.step": [[4]],
  "runs.stop": [[4]],
  "queue.continue": [[4]],
  "runs.look": [[1, 3, { patience: 10, along: false }]],
  "runs.readTable": [[table], [{ ...table, from: 1, to: 3 }]],
  "theory.analyse": [
    [1, { from: "crossing", steps: 5 }],
    [1, {}],
  ],
  "theory.read": [[1]],
  "theory.cancel": [[1]],
  "theory.progress": [[]],
  "runs.change": [
    [
      1,
      { name: "N", tags: ["a", "b"], project: "P", colour: 1, notes: "Notes" },
    ],
  ],
  "runs.setPins": [[1, [pin]]],
  "runs.remove": [[[1, 2]]],
  "runs.restore": [[[1, 2]]],
  "runs.listDeleted": [[]],
  "runs.dropCheckpoints": [[[2]], [[]]],
  "runs.purge": [[[2]]],
  "lessons.list": [[]],
  "lessons.add": [[lesson]],
  "lessons.open": [[]],
  "lessons.remove": [["0123456789abcdef"]],
  "studies.open": [[], ["../chosen/run.json"], ["../chosen/pipe"]],
  "studies.write": [[{ study, pack: 2, options: ["--time=1:00:00"] }]],
  "studies.status": [["../chosen"], ["/dev/zero"]],
  "studies.collect": [[], ["../chosen"]],
  "studies.cancel": [[]],
  "settings.views": [[]],
  "settings.saveViews": [[[view]]],
  "settings.read": [[]],
  "settings.save": [
    [{ screen: "live", run: 1, compared: [1, 2], theme: "dark", engines: 2 }],
    [
      {
        notifications: false,
        lessons: { open: null },
        archive: { sort: "name" },
        compare: {},
        live: { tab: "story" },
        sidebar: { collapsed: true },
        keys: { archive: ["X"], compare: null },
        singleKeys: false,
        studies: ["/studies/a"],
      },
    ],
  ],
  "files.save": [
    [{ name: "loss", kind: "csv", data: "step,loss\n" }],
    [{ name: "../a/b", kind: "png", data: Uint8Array.of(1, 2) }],
  ],
  "files.show": [["/tmp/loss.csv"]],
  "files.exportSeries": [
    [[1], "steps"],
    [[1, 3], "spectrum"],
  ],
  "files.exportRuns": [[[1]], [[1, 3]]],
  "files.exportFor": [
    [1, "npz"],
    [3, "parquet"],
  ],
  "files.surveyCurves": [[], [["../chosen/run.json"]], [["../chosen/pipe"]]],
  "files.importCurves": [
    [
      {
        paths: ["../chosen/run.json"],
        name: "Curves",
        roles: { loss: "steps.loss" },
        stepSize: 0.1,
        optimizer: "gd",
      },
    ],
  ],
  "files.importRuns": [
    [],
    [["../chosen/run.json"]],
    [["../chosen/pipe"]],
    [["/dev/zero"]],
    [["."]],
    [["../chosen/run.json", "none"]],
  ],
  "files.open": [["capsule"], ["data"]],
  "queue.reproduce": [[1]],
  "queue.fork": [[1, 0, first]],
  "files.report": [[{ run: 1 }], [{ runs: [1, 3], choices: { x: "flow" } }]],
  "files.savePdf": [
    [{ name: "loss", svg: "<svg></svg>", width: 85, height: 60.5 }],
  ],
  "files.copyPicture": [[Uint8Array.of(137, 80, 78, 71)]],
  "archive.care": [[]],
  "archive.backUp": [[]],
  "archive.deleteBackup": [
    [aBackup],
    ["../precious"],
    ["../../other/precious"],
    ["../archive.db"],
  ],
  "archive.restoreBackup": [[aBackup], ["../../other/precious"], ["."]],
  "archive.check": [[]],
  "archive.recover": [[]],
  "archive.beginAnew": [[]],
  "archive.show": [[]],
  "archive.startNotice": [[]],
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
