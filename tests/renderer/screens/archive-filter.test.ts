import { describe, expect, it, vi } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { BulkEdit } from "../../../renderer/screens/archive/BulkEdit";
import { columns } from "../../../renderer/screens/archive/columns";
import { fieldsOf, matcherOf } from "../../../renderer/screens/archive/matcher";
import { datesOf, numberOf } from "../../../renderer/screens/archive/query";
import { SettingColumns } from "../../../renderer/screens/archive/setting-columns";
import {
  lastWord,
  suggestionsFor,
} from "../../../renderer/screens/archive/suggestions";
import {
  runsAsJson,
  tableAsCsv,
} from "../../../renderer/screens/archive/table-file";
import { readBack, written } from "../../../renderer/screens/archive/views";
import {
  haystack,
  noFilters,
  prepareSearch,
} from "../../../renderer/screens/archive/search";
import type { Undoable } from "../../../renderer/lib/undo.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

const [digits, chebyshev] = ["mnist-5k-tanh", "chebyshev"].map(
  (id) => presetOf(id).spec,
);
const stepped = (stepSize: number) => ({
  ...digits,
  optimizer: { ...digits.optimizer, stepSize },
});
const rows = [
  rowOf(
    run({
      id: 1,
      name: "First, relu",
      status: "finished",
      spec: stepped(0.1),
      tags: ["paper", "seed 2"],
      summary: { crossingStep: 300, finalLoss: 0.5 },
      createdAt: new Date(2026, 0, 15).getTime(),
    }),
  ),
  rowOf(
    run({
      id: 2,
      name: "Second",
      status: "diverged",
      spec: stepped(0.4),
      tags: ["paper-2"],
      project: "Edge",
      summary: { crossingStep: 900, accuracy: 0.5 },
      createdAt: new Date(2026, 1, 15).getTime(),
    }),
  ),
  rowOf(
    run({
      id: 3,
      name: "Third=last",
      status: "finished",
      spec: chebyshev,
      createdAt: new Date(2026, 2, 15).getTime(),
    }),
  ),
];
const all = [...columns, ...new SettingColumns().of(rows)];
const fields = fieldsOf(all);
const found = (query: string) => {
  const { matches, problems } = matcherOf(query, fields);
  expect(problems).toEqual([]);
  return rows.filter(matches).map(({ id }) => id);
};
const problemsOf = (query: string) => matcherOf(query, fields).problems;

describe("the filter", () => {
  it.each<[string, number[]]>([
    ["", [1, 2, 3]],
    ["eta > 0.2", [2]],
    ["eta<=0.1 crossing < 500", [1]],
    ["η>=0.1", [1, 2, 3]],
    ["eta = 0.4", [2]],
    ["eta != 0.4 tag:paper", [1]],
    ["-tag:paper", [3]],
    ['tag:"paper"', [1]],
    ["tag:paper", [1, 2]],
    ["optimizer:gd", [1, 2, 3]],
    ["optimiser:descent status:diverged", [2]],
    ["-relu", [2, 3]],
    ['"first, relu"', [1]],
    ['"third=last"', [3]],
    ["crossing:none", [3]],
    ["-crossing:none", [1, 2]],
    ["crossing:300..900", [1, 2]],
    ["crossing:301..1,000", [2]],
    ["accuracy:50%", [2]],
    ["accuracy = 0.5", [2]],
    ["created > 2026-01", [2, 3]],
    ["created:2026-02", [2]],
    ["created <= 2026-01-15", [1]],
    ["project = edge", [2]],
    ["optimizer.weightdecay = 0", [1, 2, 3]],
    ["data:cheby", [3]],
    ["-", [1, 2, 3]],
  ])("%s finds %j", (query, ids) => {
    expect(found(query)).toEqual(ids);
  });

  it("says what it cannot read, and finds by the rest", () => {
    expect(problemsOf("crossing < soon")).toEqual([
      "“soon” is not a number. Write for example crossing > 0.5, crossing:1..10 or crossing:none.",
    ]);
    expect(problemsOf("created > yesterday")[0]).toMatch(
      /“yesterday” is not a date/,
    );
    expect(problemsOf("name > 3")[0]).toMatch(/“name” is text/);
    expect(problemsOf("cross > 3")[0]).toMatch(
      /There is no field “cross”. Did you mean crossing/,
    );
    expect(problemsOf("eta >")).toEqual(["Write a value after eta."]);
    const { matches } = matcherOf("wrong:field eta > 0.2", fields);
    expect(rows.filter(matches).map(({ id }) => id)).toEqual([2]);
  });

  it("reads numbers and dates as people write them", () => {
    expect(["1e-3", "−2", "1,000", "50%", ".5"].map(numberOf)).toEqual([
      0.001, -2, 1000, 0.5, 0.5,
    ]);
    expect(["", "1..", "x1", "1,00", "0x10"].map(numberOf)).toEqual(
      Array(5).fill(null),
    );
    expect(datesOf("2026-13")).toBeNull();
    expect(datesOf("26-01-01")).toBeNull();
  });

  it("suggests fields, values with their counts, and ranges", () => {
    const texts = (query: string) =>
      suggestionsFor(query, all, rows).map(({ text }) => text);
    expect(texts("eta > 0.1 cros")).toContain("crossing > ");
    expect(suggestionsFor("tag:pap", all, rows)).toEqual([
      { text: "tag:paper ", meaning: "1 run" },
      { text: "tag:paper-2 ", meaning: "1 run" },
    ]);
    expect(texts("tag:seed")).toEqual(['tag:"seed 2" ']);
    expect(texts("crossing:")).toEqual([
      "crossing:300..900 ",
      "crossing:none ",
    ]);
    expect(texts("eta > ")).toEqual([]);
    expect(lastWord("a -sta")).toEqual({ start: 3, text: "sta" });
    // Two layers have units: their short name is offered once.
    for (const letter of "abcdefghijklmnopqrstuvwxyz")
      expect(texts(letter)).toEqual([...new Set(texts(letter))]);
    expect(texts("units")).toContain("units > ");
  });
});

it("has a column for every setting, those that differ first, with the words of its field", () => {
  const settings = new SettingColumns();
  const made = settings.of(rows);
  expect(settings.of(rows)).toBe(made);
  const decay = made.find(({ key }) => key === "setting optimizer.weightDecay");
  expect(decay).toMatchObject({ kind: "number", family: "Other settings" });
  const samples = made.find(({ key }) => key === "setting data.samples");
  expect(samples?.family).toBe("Settings that differ");
  expect(samples?.value(rows[0])).toBe(5000);
  const units = made.find(({ key }) => key === "setting model.layers[0].units");
  expect(units?.label).toMatch(/of layer 1$/);
  expect(units?.text(rows[2])).toBe("20");
  const families = made.map(({ family }) => family);
  expect(families).toEqual(families.toSorted().toReversed());
});

it("writes the table as it is shown, with all digits, and records as JSON", () => {
  const shown = columns.filter(({ key }) =>
    ["name", "stepSize", "crossing"].includes(key),
  );
  expect(tableAsCsv(rows, shown)).toBe(
    [
      "Name,Step size η,First step with sharpness at the threshold or above",
      '"First, relu",0.1,300',
      "Second,0.4,900",
      `Third=last,${chebyshev.optimizer.stepSize},`,
      "",
    ].join("\r\n"),
  );
  expect(JSON.parse(runsAsJson(rows))).toMatchObject([
    { id: 1, tags: ["paper", "seed 2"], summary: { crossingStep: 300 } },
    { id: 2, project: "Edge" },
    { id: 3, experiment: JSON.parse(JSON.stringify(chebyshev)) as object },
  ]);
});

it("makes the texts of runs before they are looked through", async () => {
  let reads = 0;
  const many = Array.from({ length: 300 }, (_, i) => ({
    ...rows[0],
    id: i,
    get notes() {
      reads++;
      return `Notes ${i}`;
    },
  }));
  const stop = prepareSearch(many);
  await vi.waitFor(() => expect(reads).toBe(300));
  expect(many.filter((row) => haystack(row).includes("notes 7"))).toHaveLength(
    11,
  );
  expect(reads).toBe(300);
  stop();
  const later = many.map((row) => ({ ...row }));
  reads = 0;
  prepareSearch(later)();
  await new Promise((done) => setTimeout(done, 30));
  expect(reads).toBe(0);
});

it("takes back of a saved view what it can read", () => {
  const view = {
    query: "eta > 1",
    filters: { ...noFilters, tag: ["a"] },
    layout: { shown: ["name"], widths: {}, sort: [] },
  };
  const read = readBack(JSON.parse(JSON.stringify(written(view))));
  expect(read).toEqual({ ...view, layout: { shown: ["name"], widths: {} } });
  expect(readBack({ screen: "compare" })).toBeNull();
  expect(readBack({ screen: "archive", filters: { tag: 3 } })).toEqual({
    query: "",
    filters: noFilters,
    layout: {},
  });
});

it("edits several runs in one request, and takes that back", async () => {
  const fake = fakeLab();
  fake.answer("runs.changeSeveral", () => undefined);
  const done: Undoable[] = [];
  const edit = new BulkEdit(fake.lab, (entry) => done.push(entry));
  await edit.addTags(rows, "paper, new");
  const asked = () => fake.asked.at(-1)?.args[0];
  expect(asked()).toEqual([
    { id: 1, changes: { tags: ["paper", "seed 2", "new"] } },
    { id: 2, changes: { tags: ["paper-2", "paper", "new"] } },
    { id: 3, changes: { tags: ["paper", "new"] } },
  ]);
  expect(done[0].words).toBe("Added “paper”, “new” to 3 runs.");
  await done[0].undo();
  expect(asked()).toEqual([
    { id: 1, changes: { tags: ["paper", "seed 2"] } },
    { id: 2, changes: { tags: ["paper-2"] } },
    { id: 3, changes: { tags: [] } },
  ]);
  const before = fake.asked.length;
  await edit.setProject([rows[1]], " Edge ");
  expect(fake.asked.length).toBe(before);
  await edit.addNotes([rows[0]], "Seen.");
  expect(asked()).toEqual([{ id: 1, changes: { notes: "Seen." } }]);
  const error = { code: "bad-request", message: "Too many tags." } as const;
  fake.refuse("runs.changeSeveral", error);
  expect(await edit.removeTag(rows, "paper")).toBe(false);
  expect(edit.task.failure).toEqual(error);
  expect(done.length).toBe(2);
});
