import { describe, expect, test } from "vitest";
import { LabFailure } from "../../../core/errors";
import { csv as source } from "../../../core/data/csv";
import type { CsvSpec } from "../../../core/data/csv/fields";
import { choices as table } from "../../../core/data/csv/roles";
import type { Role } from "../../../core/data/survey";
import { dataFiles } from "../../../main/engine/data-files";
import { load, temporaryFolder } from "./support";

const folder = temporaryFolder();
let files = 0;

async function surveyed(text: string, options: Partial<CsvSpec> = {}) {
  const path = await folder.file(`${files++}.csv`, text);
  const spec = source.schema.parse({ source: "csv", path, ...options });
  return { spec, survey: await table.survey(spec, dataFiles()) };
}

const flowers = `id,day,length,wet,note,species
1,2024-01-02,1.5,true,a first one,setosa
2,2024-01-03,,false,another,virginica
3,2024-01-04,2.25,TRUE,a third,setosa
4,2024-01-05,-1,true,more,virginica
`;

describe("the columns of a table", () => {
  test("have kind, range, different values and missing values", async () => {
    const { survey } = await surveyed(flowers);
    expect(survey).toMatchObject({
      rows: 4,
      separator: ",",
      hasHeader: true,
      questions: [],
    });
    expect(survey.columns).toMatchObject([
      {
        name: "id",
        kind: "number",
        range: { min: 1, max: 4 },
        distinct: 4,
        isWhole: true,
        numbersRows: true,
      },
      { name: "day", kind: "date", distinct: 4, range: null },
      {
        kind: "number",
        missing: 1,
        range: { min: -1, max: 2.25 },
        isWhole: false,
        numbersRows: false,
      },
      { kind: "truth", distinct: 2, values: ["false", "true"] },
      { kind: "label" },
      { kind: "label", distinct: 2, values: ["setosa", "virginica"] },
    ]);
    expect(survey.head[1]).toEqual([
      "2",
      "2024-01-03",
      "",
      "false",
      "another",
      "virginica",
    ]);
  });

  test("text has another word in nearly every row, labels come often", async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) =>
        `${i / 7},name ${String.fromCharCode(97 + (i % 26))}${i},${i % 2 ? "x" : "y"}`,
    );
    const { survey } = await surveyed(`a,b,c\n${rows.join("\n")}\n`);
    expect(survey.columns.map(({ kind }) => kind)).toEqual([
      "number",
      "text",
      "label",
    ]);
    expect(survey.columns[1].distinct).toBe(60);
  });

  test.each([
    ["2020-01-02 10:30:00", "date"],
    ["2020-01-02T10:30:00Z", "date"],
    ["31.12.2020", "date"],
    ["1/2/21", "date"],
    ["23:59", "date"],
    ["$5", "mixed"],
    ["12%", "mixed"],
    ["inf", "mixed"],
    ["?", "empty"],
  ])("%s is %s", async (cell, kind) => {
    const { survey } = await surveyed(`a,b\n1,${cell}\n2,${cell}\n`, {
      header: true,
    });
    expect(survey.columns[1].kind).toBe(kind);
  });

  test("numbers are measured with the decimal sign of the file", async () => {
    const { survey } = await surveyed("a;b\n1,5;3\n-0,25;4\n");
    expect(survey.columns[0].range).toEqual({ min: -0.25, max: 1.5 });
  });

  test("more different values than a column may have classes are not counted", async () => {
    const rows = Array.from({ length: 1500 }, (_, i) => `${i / 8},${i % 3}`);
    const { survey } = await surveyed(`a,b\n${rows.join("\n")}\n`);
    expect(survey.columns.map(({ distinct }) => distinct)).toEqual([null, 3]);
  });
});

describe("what the file leaves open is asked", () => {
  test("a first row that may be a sample", async () => {
    const { survey } = await surveyed("1,2,3\n4,5,6\n7,8,9\n");
    expect(survey.rows).toBe(3);
    expect(survey.questions).toMatchObject([
      { field: "header", answers: [{ value: false }, { value: true }] },
    ]);
    expect(survey.questions[0].message).toContain("row 1 looks like data");
  });

  test("a mark of decimals or of thousands", async () => {
    const { spec, survey } = await surveyed('a,b\n"1,250",2\n"3,500",4\n');
    expect(survey.questions).toMatchObject([
      { field: "decimal", answers: [{ value: "." }, { value: "," }] },
    ]);
    expect(survey.columns[0].range).toBeNull();
    const again = await table.survey({ ...spec, decimal: "." }, dataFiles());
    expect(again.questions).toEqual([]);
    expect(again.columns[0].range).toEqual({ min: 1250, max: 3500 });
  });

  test("rows without a value, only of columns that are used", async () => {
    const { spec, survey } = await surveyed(flowers);
    const asked = (changes: Partial<CsvSpec>) =>
      table.questions({ ...spec, ...changes }, survey);
    expect(asked({})).toMatchObject([
      {
        field: "missing",
        message:
          "Rows have no value in “length” (1). What should happen to these rows?",
        answers: [{ value: "drop" }, { value: "mean" }],
      },
    ]);
    expect(asked({ ignore: ["length"] })).toEqual([]);
    expect(asked({ missing: "mean" })).toEqual([]);
    // A target is not filled with a mean.
    expect(asked({ target: "length" })[0].answers).toHaveLength(1);
  });

  test("a file that is no table is refused", async () => {
    await expect(surveyed("just one column\nof words\n")).rejects.toThrow(
      LabFailure,
    );
    await expect(surveyed("a,b\n1,2\n3,4,5\n")).rejects.toThrow(
      "row 3 has 3 columns",
    );
  });
});

describe("a guess", () => {
  test("ignores what numbers rows, dates and texts, and says why", async () => {
    const { spec, survey } = await surveyed(flowers);
    const { changes, reasons } = table.guess(spec, survey);
    expect(changes).toEqual({
      target: "species",
      targetKind: "class",
      standardizeTarget: false,
      inputs: undefined,
      ignore: ["id", "day"],
      oneHot: undefined,
    });
    expect(reasons).toEqual([
      "“species” is the target: its name says so, and its 2 values are classes.",
      "“id” is ignored: it seems to number the rows.",
      "“day” is ignored: dates cannot be inputs.",
    ]);
  });

  test("takes a column called label wherever it is, and small whole numbers for classes", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 4},${i / 3}`);
    const { spec, survey } = await surveyed(`label,p\n${rows.join("\n")}\n`);
    expect(table.guess(spec, survey).changes).toMatchObject({
      target: "label",
      targetKind: "class",
      ignore: undefined,
    });
  });

  test("takes other numbers for numbers", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i / 3},${2 * i}`);
    const { spec, survey } = await surveyed(`p,q\n${rows.join("\n")}\n`);
    expect(table.guess(spec, survey).changes).toMatchObject({
      target: "q",
      targetKind: "number",
    });
  });

  test("names columns without a name by their numbers, and is what the loader reads", async () => {
    const { spec, survey } = await surveyed("1,2,a\n3,4,b\n5,6,a\n", {
      header: false,
    });
    const { changes } = table.guess(spec, survey);
    expect(changes).toMatchObject({ target: 3, ignore: undefined });
    const { train } = await load({ ...spec, ...changes } as typeof spec);
    expect(train).toMatchObject({ classes: 2, inputShape: [2] });
  });
});

describe("roles", () => {
  const roles = async (options: Partial<CsvSpec>) => {
    const { spec, survey } = await surveyed(
      "a,b,c,d\n1,2,3,4\n5,6,7,9\n",
      options,
    );
    const changed = (columns: number[], role: Role) => {
      const changes = table.withRole(spec, survey, columns, role);
      return changes && { ...spec, ...changes };
    };
    return { spec, survey, changed };
  };
  const signs = { input: "i", target: "t", ignore: "-" };
  const letters = (list: Role[]) => list.map((role) => signs[role]).join("");

  test("are those that the loader gives the columns", async () => {
    for (const [options, expected] of [
      [{}, "iiit"],
      [{ ignore: ["d"] }, "iit-"],
      [{ target: "a" }, "tiii"],
      [{ target: ["a", 2], ignore: [3] }, "tt-i"],
      [{ inputs: ["b"] }, "-i-t"],
    ] as [Partial<CsvSpec>, string][]) {
      const { spec, survey } = await roles(options);
      const own = table.rolesOf(spec, survey);
      expect(letters(own)).toBe(expected);
      const { train } = await load({ ...spec, standardize: false });
      const first = survey.head[0].map(Number);
      const of = (role: Role) => first.filter((_, i) => own[i] === role);
      expect([...train.inputs.subarray(0, train.inputWidth)]).toEqual(
        of("input"),
      );
      expect([...train.targets.subarray(0, train.targetWidth)]).toEqual(
        of("target"),
      );
    }
  });

  test("a new target takes the place of the old one, which becomes an input", async () => {
    const { changed, survey } = await roles({});
    const next = changed([0], "target");
    expect(next).toMatchObject({ target: "a" });
    expect(letters(table.rolesOf(next as CsvSpec, survey))).toBe("tiii");
    expect(changed([1, 2], "target")).toMatchObject({ target: ["b", "c"] });
  });

  test("no change leaves a table without a target or an input", async () => {
    const { changed } = await roles({});
    expect(changed([3], "ignore")).toBeNull();
    expect(changed([0, 1, 2], "ignore")).toBeNull();
    expect(changed([0, 1, 2, 3], "target")).toBeNull();
  });

  test("named inputs stay named, in their order", async () => {
    const { changed } = await roles({ inputs: ["c", "a"], target: "d" });
    expect(changed([1], "input")).toMatchObject({
      inputs: ["c", "a", "b"],
      ignore: undefined,
    });
    expect(changed([2], "ignore")).toMatchObject({
      inputs: ["a"],
      ignore: undefined,
    });
  });

  test("a column that is no input any more is no one-hot column either", async () => {
    const { changed } = await roles({ oneHot: ["a", "b"] });
    expect(changed([0], "ignore")).toMatchObject({
      ignore: ["a"],
      oneHot: ["b"],
    });
  });

  test("columns of one name go by their numbers", async () => {
    const { spec, survey } = await surveyed("a,a,b\n1,2,3\n4,5,7\n");
    expect(table.withRole(spec, survey, [1], "ignore")).toMatchObject({
      ignore: [2],
    });
    expect(table.fits({ ...spec, target: "a" }, survey)).toBe(false);
    expect(table.fits({ ...spec, target: 2 }, survey)).toBe(true);
  });

  test("tell what the network gives", async () => {
    const { spec, survey } = await surveyed(flowers);
    const { targets } = table;
    expect(targets(spec, survey)).toEqual({ targetWidth: 1, classes: null });
    expect(targets({ ...spec, targetKind: "class" }, survey)).toEqual({
      targetWidth: 2,
      classes: 2,
    });
    expect(targets({ ...spec, target: ["id", "length"] }, survey)).toEqual({
      targetWidth: 2,
      classes: null,
    });
  });
});

test("a table longer than a stretch of reading is read the same, quotes and line breaks included", async () => {
  const note = '"a note, with ""quotes""\nand a line break"';
  const count = 30_000;
  const rows = Array.from(
    { length: count },
    (_, i) => `${i / 4},${i % 1000 === 7 ? note : `"w${i % 3}"`},${i % 2}`,
  );
  const text = `a,b,c\n${rows.join("\n")}\n`;
  // One cell is longer than a stretch itself.
  const long = `${text}1,"${"x\n".repeat(1_200_000)}",0\n2,w1,1\n`;
  const { spec, survey } = await surveyed(long, { ignore: ["b"] });
  expect(survey.rows).toBe(count + 2);
  expect(survey.columns[0].range).toEqual({ min: 0, max: (count - 1) / 4 });
  const { train } = await load({ ...spec, standardize: false });
  expect(train.samples).toBe(count + 2);
  expect(train.inputs[count - 1]).toBe((count - 1) / 4);
  expect([...train.inputs.subarray(count)]).toEqual([1, 2]);
  await expect(
    surveyed(`${text}1,"never closed,0\n${rows.join("\n")}\n`),
  ).rejects.toThrow("row 30,002: a quoted cell does not end");
  await expect(surveyed(`${text}1,2\n`)).rejects.toThrow(
    "row 30,002 has 2 columns",
  );
});

test("reading rests, tells how far it is, and ends where it is told to", async () => {
  const text = `a,b\n${"1.25,2.5\n".repeat(400_000)}`;
  const path = await folder.file("long.csv", text);
  const spec = source.schema.parse({ source: "csv", path });
  const shares: number[] = [];
  const rest = (share: number) => {
    shares.push(share);
    return Promise.resolve();
  };
  await table.survey(spec, { ...dataFiles(), rest });
  expect(shares.length).toBeGreaterThan(3);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThan(1);
  const stop = () => Promise.reject(new Error("Enough."));
  await expect(
    table.survey(spec, { ...dataFiles(), rest: stop }),
  ).rejects.toThrow("Enough.");
  await expect(
    Promise.resolve(source.load(spec, { ...dataFiles(), rest: stop })),
  ).rejects.toThrow("Enough.");
});
