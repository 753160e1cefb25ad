/** Files of runs that nobody should write: imported whole and faithfully, or refused and nothing added. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readCapsule, type ImportedRun } from "../../../core/export/capsule";
import { resultFile, type ResultFile } from "../../../core/export/result-file";
import type { RunEvent } from "../../../core/run/status";
import type { Archive } from "../../../main/archive/archive";
import { exportCapsules, importCapsules } from "../../../main/files/capsules";
import { batchOf, engine, spec, summaryAt } from "../../main/archive/helpers";
import { length } from "../length";
import { fuzz, type Verdict } from "./campaign";
import { workingExperiments } from "./generators/experiments";
import { damaged, damages } from "./generators/bytes";
import { mutated } from "./generators/mutations";
import {
  asJson,
  oddKeys,
  oddNumbers,
  oddTexts,
  oddValues,
} from "./generators/odd";
import { expectRefusal } from "./refusal";
import { scratchArchive, scratchFolder } from "./scratch";

/** A file of a run as the program writes it. */
const example: ResultFile = resultFile(
  {
    spec,
    name: "A run",
    status: "finished",
    createdAt: 1_700_000_000_000,
    threshold: 40,
    engine,
    summary: summaryAt(7),
    error: null,
    events: [
      { kind: "crossing", step: 3, message: "It crossed.", value: 41 },
      { kind: "diverged", step: 7, message: "It left.", value: NaN },
    ],
    tags: ["a", "b"],
    project: "P",
    colour: 2,
    notes: "Notes.",
    pins: [{ id: "p", chart: "loss", step: 1, value: 0.5, text: "Here." }],
    theory: null,
    expectation: { kind: "edge", step: 5 },
    fork: {
      step: 2,
      parent: { name: "Before", createdAt: 1_690_000_000_000, spec },
      earlier: [],
      precision: "float64",
      digest: null,
    },
  },
  {
    ...batchOf(0, 8),
    test: { step: Float64Array.of(0, 4), loss: Float64Array.of(1, NaN) },
    theory: {},
  },
);

const capsules: readonly unknown[] = [
  JSON.parse(JSON.stringify(example)),
  JSON.parse(JSON.stringify({ edgeLabRuns: 1, runs: [example, example] })),
  ...workingExperiments.slice(11, 15).map((experiment) => ({
    ...(experiment as object),
    result: JSON.parse(JSON.stringify(example.result)) as unknown,
  })),
];

/** A good file in which one value below `result` is something else of the same kind. */
const likely = fc
  .record({
    name: oddTexts,
    notes: oddTexts,
    tags: fc.array(oddTexts, { maxLength: 3 }),
    message: oddTexts,
    steps: fc.array(fc.nat(9), { maxLength: 4 }),
    value: oddNumbers,
    createdAt: fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.constantFrom(
        "2020-02-30T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2016-12-31T23:59:60Z",
        "9999-12-31T23:59:59.999999999Z",
      ),
    ),
    threshold: fc.oneof(
      oddNumbers,
      fc.double({ min: 5e-324, max: 1e308, noNaN: true }),
    ),
    column: oddKeys,
    columnNames: fc.array(
      fc.constantFrom(
        "constructor",
        "toString",
        "valueOf",
        "a1",
        "theory.step",
        "theory.a",
        "spectrum.step",
        "test.x",
      ),
      { maxLength: 3 },
    ),
    values: fc.array(oddNumbers, { minLength: 8, maxLength: 8 }),
    luck: fc.nat(3),
  })
  .map((odd) => {
    const file = structuredClone(example) as unknown as {
      name: string;
      result: Record<string, unknown>;
    };
    const result = file.result;
    if (odd.luck === 0) file.name = odd.name;
    Object.assign(result, { notes: odd.notes, createdAt: odd.createdAt });
    if (odd.luck !== 1) result.tags = odd.tags;
    if (odd.luck !== 2) result.threshold = Math.abs(odd.threshold);
    result.events = odd.steps.map((step, i) => ({
      kind: i % 2 ? "spike" : "crossing",
      step,
      message: odd.message,
      value: odd.value,
    }));
    const series = result.series as Record<string, unknown>;
    for (const name of odd.columnNames)
      series[name] = odd.values.map((x, i) => (name.endsWith("step") ? i : x));
    if (odd.luck === 3) series[odd.column] = odd.values;
    return file as unknown;
  });

const text: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: mutated(capsules).map(asJson),
  },
  { weight: 4, arbitrary: likely.map((file) => JSON.stringify(file)) },
  {
    weight: 1,
    arbitrary: fc.oneof(oddValues, fc.jsonValue()).map(asJson),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...capsules), damages)
      .map(([file, all]) =>
        Buffer.from(damaged(Buffer.from(JSON.stringify(file)), all)).toString(
          "latin1",
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "[".repeat(100_000),
      '{"a":'.repeat(50_000),
      "",
      "\ufeff{}",
      "1e999",
    ),
  },
);

async function count(archive: Archive) {
  const [runs, deleted] = [
    await archive.listRuns(),
    await archive.listDeleted(),
  ];
  return runs.length + deleted.length;
}

it("imports files of runs whole and faithfully, or not at all", async () => {
  const [archive, folder] = [await scratchArchive(), await scratchFolder()];
  const [from, to] = [join(folder, "in.json"), join(folder, "out.json")];
  const dialogs = { save: async () => to, open: async () => [] };
  async function check(input: string): Promise<Verdict> {
    await writeFile(from, input);
    let ids: number[];
    try {
      const { added } = await importCapsules(archive, dialogs, [from]);
      ids = added.map(({ id }) => id);
    } catch (thrown) {
      expectRefusal(thrown, ["file"]);
      expect((thrown as Error).message).toContain("in.json was not imported.");
      expect(await count(archive)).toBe(0);
      return "refused";
    }
    try {
      // What the file says comes out again, word for word, and a run that it brings twice once.
      const said = readCapsule(await readFile(from, "utf8"));
      await exportCapsules(archive, dialogs, ids);
      const again = readCapsule(await readFile(to, "utf8"));
      expect(again.map(comparable)).toEqual(
        said.filter(isFirst).map(comparable),
      );
    } finally {
      await archive.putAside(ids);
      await archive.deleteForGood(ids);
    }
    return "accepted";
  }

  await fuzz({
    kind: "files of runs",
    inputs: text,
    runs: length(400, 8000),
    check,
  });
});

/** Empty tables are not kept; events come in the order of steps, one of a kind at each. */
function comparable(run: ImportedRun) {
  const at = ({ kind, step }: RunEvent) => `${kind} ${step}`;
  const events = run.events
    .filter((event, i, all) => all.findIndex((e) => at(e) === at(event)) === i)
    .sort((a, b) => a.step - b.step);

  const records = Object.entries(run.records).map(([table, columns]) => [
    table,
    columns.step?.length ? columns : {},
  ]);
  return JSON.parse(
    JSON.stringify({ ...run, records, events }, written),
  ) as unknown;
}

/** Whether no run before it in the file differs at most in what a person says of a run. */
function isFirst(run: ImportedRun, place: number, all: ImportedRun[]) {
  const recorded = (one: ImportedRun) =>
    comparable({ ...one, spec: { ...one.spec, name: "" }, ...unsaid });
  return !all
    .slice(0, place)
    .some((other) => isDeepStrictEqual(recorded(other), recorded(run)));
}

const unsaid = { tags: [], project: "", colour: null, notes: "", pins: [] };

/** All bits of a column; text as UTF-8 can say it, which is how the archive keeps it. */
function written(_key: string, value: unknown): unknown {
  if (value instanceof Float64Array)
    return Array.from(new BigUint64Array(value.slice().buffer), String);
  if (typeof value === "string") return Buffer.from(value).toString();
  return Number.isNaN(value) ? "NaN" : value;
}
