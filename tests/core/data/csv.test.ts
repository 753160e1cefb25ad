import { describe, expect, test } from "vitest";
import { LabFailure } from "../../../core/errors";
import { column, labelsOf, load, mean, temporaryFolder } from "./support";

const folder = temporaryFolder();
let files = 0;

async function csv(text: string, options: object = {}) {
  const path = await folder.file(`${files++}.csv`, text);
  return load({ source: "csv", path, standardize: false, ...options });
}

async function refusalOf(text: string, options: object = {}) {
  try {
    await csv(text, options);
  } catch (thrown) {
    if (thrown instanceof LabFailure) return thrown.error;
    throw thrown;
  }
  throw new Error("It was accepted.");
}

/** What one file says, written in several ways. */
const expected = [1, 2, -3.5, 4e3];

describe("ways of writing a table", () => {
  test.each([
    ["commas", "a,b,y\n1,2,5\n-3.5,4e3,6\n"],
    ["semicolons", "a;b;y\n1;2;5\n-3.5;4e3;6\n"],
    ["semicolons and decimal commas", "a;b;y\n1,0;2,0;5\n-3,5;4e3;6\n"],
    ["tabs", "a\tb\ty\n1\t2\t5\n-3.5\t4e3\t6\n"],
    ["CRLF", "a,b,y\r\n1,2,5\r\n-3.5,4e3,6\r\n"],
    ["CR alone", "a,b,y\r1,2,5\r-3.5,4e3,6\r"],
    ["no line break at the end", "a,b,y\n1,2,5\n-3.5,4e3,6"],
    ["a byte order mark", "\ufeffa,b,y\n1,2,5\n-3.5,4e3,6\n"],
    ["blank lines", "\n\na,b,y\n1,2,5\n\n-3.5,4e3,6\n  \n\n"],
    ["quotes", '"a","b","y"\n"1","2","5"\n"-3.5","4e3","6"\n'],
    [
      "quotes around separators, quotes and line breaks",
      '"a;1","b\n""2""",y\n1,2,5\n-3.5,4e3,6\n',
    ],
    ["spaces", "a, b, y\n 1, 2 ,5\n-3.5,\t4e3,6\n".replace("\t", " ")],
    ["plus signs and bare points", "a,b,y\n+1,2.,5\n-3.5,+4.E+3,6\n"],
  ])("%s", async (_, text) => {
    const { train } = await csv(text);
    expect([...train.inputs]).toEqual(expected);
    expect([...train.targets]).toEqual([5, 6]);
    expect(train).toMatchObject({
      samples: 2,
      inputShape: [2],
      targetWidth: 1,
      classes: null,
    });
  });

  test("no header", async () => {
    const { train } = await csv("1,2,5\n-3.5,4e3,6\n", { header: false });
    expect([...train.inputs]).toEqual(expected);
  });
});

describe("separators", () => {
  test.each([
    ["|", "a|b|y\n1|2|5\n-3.5|4e3|6\n", {}],
    ["white space", "  a  b   y\n1 2 \t 5\n-3.5\t\t4e3  6 \n", {}],
    [
      "white space with names in quotes",
      'a b "the target"\n1 2 5\n-3.5 4e3 6\n',
      {},
    ],
    ["a line of Excel", "sep=;\r\na;b;y\r\n1;2;5\r\n-3,5;4e3;6\r\n", {}],
    [
      "the one that the experiment names",
      "a:b:y\n1:2:5\n-3.5:4e3:6\n",
      { separator: ":" },
    ],
    [
      "the one that all rows agree on, not that of the header alone",
      "a (kg; dry),b,y\n1,2,5\n-3.5,4e3,6\n",
      {},
    ],
    ["commas in quotes", 'a;b;y\n"1,0";"2,0";5\n"-3,5";4e3;6\n', {}],
    ["line ends that differ", "a,b,y\r\n1,2,5\n-3.5,4e3,6\r", {}],
    [
      "an empty cell at the end of each row",
      "a,b,y,\n1,2,5,\n-3.5,4e3,6,\n",
      {},
    ],
    [
      "empty cells below the header",
      "a,b,y\n1,2,5,,\n-3.5,4e3,6,,\n,,,,\n",
      {},
    ],
    ["comments above", "# log; of, a day\n#\na,b,y\n1,2,5\n-3.5,4e3,6\n", {}],
  ])("%s", async (_, text, options) => {
    const { train, cautions } = await csv(text, options);
    expect([...train.inputs]).toEqual(expected);
    expect([...train.targets]).toEqual([5, 6]);
    expect(cautions).toEqual([]);
  });

  test("are asked for where two may be meant", async () => {
    const error = await refusalOf("1 234,5 678\n1 235,5 679\n", {
      header: false,
    });
    expect(error.message).toMatch(
      /^data\.separator: .* can be separated by a comma or by white space\.$/,
    );
    expect(error.hint).toBe('Set "separator" to "," or " ".');
  });

  test("comments below the first row are left out, and it is said", async () => {
    const { train, cautions } = await csv("a,y\n1,2\n# stopped\n3,4\n#5,6\n");
    expect([...train.targets]).toEqual([2, 4]);
    expect(cautions).toEqual([
      "2 rows from row 3 on begin with # and were left out as comments.",
    ]);
  });

  test("a comment that may be the header is mentioned", async () => {
    const { cautions } = await csv("#a,y\n1,2\n3,4\n", { header: false });
    expect(cautions).toEqual([
      "Row 1 begins with # and was left out as a comment, though it has as many cells as the rows below.",
    ]);
  });

  test("# within quotes begins no comment", async () => {
    const { train } = await csv('c,y\n"#f00",2\n"two\n# lines",4\n');
    expect([...train.inputs]).toEqual([1, 0, 0, 1]);
    expect([...train.targets]).toEqual([2, 4]);
  });
});

describe("tables in the ways of public archives", () => {
  test.each<[string, string, object, number[]]>([
    [
      "blanks, a tab before a quoted name, ? for missing values",
      '18.0   8   307.0      3504.      70\t"chevrolet chevelle malibu"\n15.0   8   350.0      3693.      70\t"buick skylark 320"\n25.0   4   ?          2046.      71\t"ford pinto"\n',
      { header: false, target: 1, ignore: [6], missing: "drop" },
      [8, 307, 3504, 70, 8, 350, 3693, 70],
    ],
    [
      "commas with blanks, words, classes with signs",
      "39, State-gov, 13, <=50K\n50, Private, 9, >50K\n38, ?, 9, <=50K\n",
      { header: false, targetKind: "class", missing: "drop" },
      [39, 0, 1, 13, 50, 1, 0, 9],
    ],
    [
      "semicolons, decimal commas, dates, empty columns and rows at the end",
      "Date;Time;CO(GT);T;;\n10/03/2004;18.00.00;2,6;13,6;;\n10/03/2004;19.00.00;2;13,3;;\n;;;;;\n",
      { ignore: ["Date", "Time"] },
      [2.6, 2],
    ],
    [
      "names in quotes with commas and quotes in them",
      'Survived,Name,Age\r\n0,"Braund, Mr. Owen",22\r\n1,"Cumings, Mrs. John (""Flo"")",38\r\n',
      { target: "Survived", ignore: ["Name"] },
      [22, 38],
    ],
    [
      "a first line of NumPy",
      "# x y\n1.0000e+00 5.0e-01\n3.0e+00 1.5e+00\n",
      { header: false },
      [1, 3],
    ],
  ])("%s", async (_, text, options, inputs) => {
    const { train } = await csv(text, options);
    expect([...train.inputs]).toEqual(inputs);
  });

  test("a header that lacks the name of the first column is named", async () => {
    const { hint } = await refusalOf("a y\n1 1.5 2\n2 2.5 3\n");
    expect(hint).toMatch(/Is the name of the first column missing\?/);
  });
});

describe("the decimal sign", () => {
  test.each([
    ["a comma with tabs", "a\tb\ty\n1,0\t2\t5\n-3,5\t4e3\t6,0\n", {}],
    ["a comma with |", "a|b|y\n1,0|2|5\n-3,5|4e3|6\n", {}],
    ["a comma with blanks", "a b y\n1,0 2 5\n-3,5 4e3 6\n", {}],
    ["a minus sign of print", "a,b,y\n1,2,5\n−3.5,4e3,6\n", {}],
    ["thousands apart by blanks", "a;b;y\n1;2;5\n-3,5;4 000;6\n", {}],
    ["thousands of Switzerland", "a;b;y\n1;2;5\n-3.5;4'000;6\n", {}],
  ])("%s", async (_, text, options) => {
    const { train, cautions } = await csv(text, options);
    expect([...train.inputs]).toEqual(expected);
    expect([...train.targets]).toEqual([5, 6]);
    expect(cautions).toEqual([]);
  });

  const prices = "area;price\n50,5;999\n61,0;1.250\n72,5;1.499\n";

  test("a comma makes points marks of thousands in the whole file, and it is said", async () => {
    const { train, cautions } = await csv(prices);
    expect([...train.inputs]).toEqual([50.5, 61, 72.5]);
    expect([...train.targets]).toEqual([999, 1250, 1499]);
    expect(cautions).toEqual([
      'The point was read as a thousands separator: row 3, column "price": "1.250", is 1250.',
    ]);
  });

  test.each([
    [".", [1.25, 2.5], [3.125, 4.25]],
    [",", [1250, 2500], [3125, 4250]],
  ])("is %s where the experiment says so", async (decimal, x, y) => {
    const text = "x;y\n1.250;3.125\n2.500;4.250\n";
    const { train } = await csv(text, { decimal });
    expect([...train.inputs]).toEqual(x);
    expect([...train.targets]).toEqual(y);
  });

  test.each([
    [
      "two signs",
      "a;y\n0.1;.1\n0,1;,1\n",
      {},
      /^data\.decimal: .*two decimal signs: row 2, column "a": "0\.1", and row 3, column "a": "0,1"/,
      /one decimal sign/,
    ],
    [
      "two meanings",
      "a;y\n1;2\n2;1.250\n",
      {},
      /^data\.decimal: .*row 3, column "y": "1\.250", may mean 1\.25 or 1250/,
      /"decimal": "\." to read 1\.25, or "decimal": "," to read 1250/,
    ],
    [
      "both signs in a number of the other kind",
      "a;y\n50,5;2\n2;1,355.90\n",
      {},
      /two decimal signs/,
      /one decimal sign/,
    ],
    [
      "another sign than the experiment says",
      "a;y\n1;2\n2;1,5\n",
      { decimal: "." },
      /row 3, column "y": "1,5" is not a number with a decimal point/,
      /"decimal": ","/,
    ],
  ])("%s: refused", async (_, text, options, message, hint) => {
    const error = await refusalOf(text, options);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  test("of columns that are not read does not count", async () => {
    const text = "a;b;y\n0.1;1,5;1\n0.2;2,5;2\n";
    const { train } = await csv(text, { ignore: ["a"] });
    expect([...train.inputs]).toEqual([1.5, 2.5]);
  });
});

describe("the first row", () => {
  const flowers =
    "5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n6.4,3.2,versicolor\n";
  const classes = { targetKind: "class" };

  test.each([
    ["numbers above numbers", flowers, classes],
    ["numbers only", "1,2,3\n4,5,6\n", {}],
    ["words that come again", "p,x,e\ne,x,e\np,b,e\n", classes],
    ["words like those below", "p,x,e\ne,y,f\n", classes],
  ])("is asked for: %s", async (_, text, options) => {
    const error = await refusalOf(text, options);
    expect(error.message).toMatch(
      /^data\.header: .*row 1 (looks like data|may contain column names or a sample)/,
    );
    expect(error.hint).toMatch(/"header": false if .*"header": true if/);
  });

  test("is a sample where the experiment says so", async () => {
    const { train } = await csv(flowers, { ...classes, header: false });
    expect(train).toMatchObject({ samples: 4, classes: 2, inputWidth: 2 });
    expect(train.inputs[0]).toBe(5.1);
  });

  test("holds names where the experiment says so, with a caution where it reads as data", async () => {
    const years = "country,2019,2020\nA,1,2\nB,3,4\n";
    expect((await refusalOf(years)).message).toMatch(/"2019", "2020" are like/);
    const { train, cautions } = await csv(years, { header: true });
    expect(train.samples).toBe(2);
    expect(cautions).toEqual([
      'Row 1 was read as column names, but "2019", "2020" are like the cells below it.',
    ]);
  });

  test("may have a number among its names", async () => {
    const { train, cautions } = await csv("a,b,2019\n1,2,3\n4,5,6\n");
    expect(train.samples).toBe(2);
    expect(cautions).toEqual([
      'Row 1 was read as column names, but "2019" is like the cells below it.',
    ]);
  });

  test("words as targets: the hint is the kind of target, not the header", async () => {
    const error = await refusalOf(flowers, { header: false });
    expect(error.message).toMatch(
      /^data\.targetKind: .*row 1, column 3: "setosa" is not a number/,
    );
    expect(error.hint).toMatch(/^Set "targetKind": "class"/);
  });
});

describe("columns", () => {
  const penguins =
    "species,island,bill,mass,alive\nAdelie,Torgersen,39.1,3750,TRUE\nGentoo,Biscoe,46.1,4500,false\nAdelie,Dream,39.5,3250,True\n";
  const species = { target: "species", targetKind: "class" };

  test("words are one-hot inputs in order, truth values 1 and 0", async () => {
    const { train } = await csv(penguins, species);
    expect(train).toMatchObject({ inputWidth: 6, classes: 2 });
    expect([...train.inputs]).toEqual([
      ...[0, 0, 1, 39.1, 3750, 1],
      ...[1, 0, 0, 46.1, 4500, 0],
      ...[0, 1, 0, 39.5, 3250, 1],
    ]);
    expect(labelsOf(train)).toEqual([0, 1, 0]);
  });

  test("are chosen by name or number, in the order given", async () => {
    const { train } = await csv(penguins, { ...species, inputs: ["mass", 3] });
    expect([...train.inputs]).toEqual([3750, 39.1, 4500, 46.1, 3250, 39.5]);
  });

  test("are ignored, words and missing values and all", async () => {
    const text = "id,note,x,y\n1,n/a,2,3\n2,b,4,5\n";
    const { train, cautions } = await csv(text, { ignore: [1, "note"] });
    expect([...train.inputs]).toEqual([2, 4]);
    expect(cautions).toEqual([]);
  });

  test("numbers are names where oneHot says so", async () => {
    const text = "class,age,y\n3,30-39,1\n1,40-49,2\n10,30-39,3\n";
    const { train } = await csv(text, { oneHot: ["class", 2] });
    expect([...train.inputs]).toEqual([
      ...[0, 1, 0, 1, 0],
      ...[1, 0, 0, 0, 1],
      ...[0, 0, 1, 1, 0],
    ]);
  });

  test("several may be targets", async () => {
    const text = "a,b,c,d\n1,2,3,4\n5,6,7,8\n";
    const { train } = await csv(text, { target: ["d", 1] });
    expect(train).toMatchObject({ inputWidth: 2, targetWidth: 2 });
    expect([...train.targets]).toEqual([4, 1, 8, 5]);
    expect([...train.inputs]).toEqual([2, 3, 6, 7]);
  });

  test("standardised are the inputs that are numbers, and the target on request", async () => {
    const text = "a,b,c,y\n1,u,true,1\n3,v,false,5\n5,u,true,9\n7,u,true,13\n";
    const data = await csv(text, {
      standardize: true,
      standardizeTarget: true,
      testSamples: 1,
    });
    // Mean and deviation of 1, 3, 5 and of 1, 5, 9, to a rounding.
    const [a, y] = [Math.sqrt(8 / 3), Math.sqrt(32 / 3)];
    expect(data.train.inputs[0]).toBeCloseTo(-2 / a, 14);
    expect([...data.train.inputs.subarray(1, 4)]).toEqual([1, 0, 1]);
    expect([...data.train.targets]).toEqual([
      expect.closeTo(-4 / y, 14),
      0,
      expect.closeTo(4 / y, 14),
    ]);
    expect(data.test?.targets[0]).toBeCloseTo(8 / y, 14);
    expect(data.test?.inputs[0]).toBeCloseTo(4 / a, 14);
  });

  test.each([
    [
      "an unknown one",
      { inputs: ["bill", "mas"] },
      /^data\.inputs: .*no column "mas"/,
      /Its columns are "species", "island"/,
    ],
    [
      "input and target",
      { inputs: ["species", "mass"] },
      /^data\.inputs: column "species" .* both input and target/,
      /one of the two/,
    ],
    [
      "input and ignored",
      { inputs: ["bill"], ignore: ["bill"] },
      /^data\.inputs: .* both input and ignored/,
      /one of the two/,
    ],
    [
      "target and ignored",
      { ignore: ["species"] },
      /^data\.target: .* both target and ignored/,
      /another/,
    ],
    [
      "no inputs left",
      { ignore: ["island", "bill", "mass", "alive"] },
      /^data\.inputs: .*no input column/,
      /fewer/,
    ],
    [
      "one-hot, but no input",
      { oneHot: ["species"] },
      /^data\.oneHot: column "species" .* is not an input/,
      /input columns only/,
    ],
  ])("refused: %s", async (_, options, message, hint) => {
    const error = await refusalOf(penguins, { ...species, ...options });
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  test("a single class is said once, with its column, whatever the loss", async () => {
    const error = await refusalOf("a,b,y\n1,2,cat\n4,5,cat\n", {
      targetKind: "class",
    });
    expect(error.message).toMatch(
      /column "y" contains only one class \("cat"\)/,
    );
  });
});

describe("missing values", () => {
  const text = "5,1,1,1,2\n8,4,?,5,4\n3,1,2,2,2\n4,1,1,,2\n";
  const options = { header: false };

  test("are refused, with the number of rows", async () => {
    const error = await refusalOf(text, options);
    expect(error.message).toMatch(
      /row 2, column 3: the value is missing \("\?"\)\. 2 of 4 rows lack a value\.$/,
    );
    expect(error.hint).toMatch(/"missing" to "drop" .* or to "mean"/);
  });

  test("drop leaves the rows out and says how many", async () => {
    const { train, cautions } = await csv(text, {
      ...options,
      missing: "drop",
    });
    expect([...train.inputs]).toEqual([5, 1, 1, 1, 3, 1, 2, 2]);
    expect(cautions?.[0]).toBe("2 of 4 rows lack a value and were left out.");
  });

  test("mean takes the mean of the training samples, also for test samples", async () => {
    const table = "x,w,y\n1,a,1\n?,b,2\n4,,3\nNA,a,4\n100,b,5\n";
    const data = await csv(table, { missing: "mean", testSamples: 2 });
    expect([...data.train.inputs]).toEqual([
      ...[1, 1, 0],
      ...[2.5, 0, 1],
      ...[4, 0.5, 0.5],
    ]);
    expect([...(data.test?.inputs ?? [])]).toEqual([2.5, 1, 0, 100, 0, 1]);
    expect(data.cautions).toEqual([
      'Missing values in 3 of 5 rows were filled with the mean of the training samples: Column "x" and column "w".',
    ]);
  });

  test.each([
    [
      "a target has no mean",
      "x,y\n1,1\n2,\n3,4\n",
      { missing: "mean" },
      /row 3, column "y": the value is missing/,
      /"missing" to "drop"/,
    ],
    [
      "no row is left",
      "x,w,y\n1,,1\n,2,2\n",
      { missing: "drop" },
      /2 of 2 rows lack a value, so no row is left/,
      /"ignore"/,
    ],
    [
      "a column without a value",
      "x,w,y\n1,,1\n2,?,2\n",
      { missing: "mean" },
      /column "w" has no value in any row/,
      /"ignore"/,
    ],
    [
      "a column without a value in training",
      "x,w,y\n1,,1\n2,?,2\n3,4,3\n",
      { missing: "mean", samples: 2 },
      /column "w" has no value in any training sample/,
      /"ignore"/,
    ],
  ])("refused: %s", async (_, table, options, message, hint) => {
    const error = await refusalOf(table, options);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });
});

describe("cautions", () => {
  const numbers = [7, 3, 5, 1];
  const rows = (begin: (i: number) => unknown, end: unknown[] = numbers) =>
    numbers
      .map((n, i) => `${String(begin(i))},${n},${String(end[i])}\n`)
      .join("");

  test.each<[string, string, object, RegExp]>([
    [
      "a column that counts, without a name",
      `,a,y\n${rows((i) => i)}`,
      {},
      /^Column 1 seems to number the rows and is an input: put it into "ignore"/,
    ],
    [
      "a column named Id",
      `Id,a,y\n${rows((i) => (7 * i) % 5)}`,
      {},
      /^Column "Id" seems to number the rows/,
    ],
    [
      "a column that counts, in a file without names",
      rows((i) => 17 + i),
      { header: false },
      /^Column 1 seems to number the rows/,
    ],
    [
      "a constant column",
      `a,b,y\n${rows(() => 4)}`,
      {},
      /^Column "a" is the same in all training samples/,
    ],
    [
      "a word that only test samples have",
      `a,b,y\n${rows((i) => ["u", "v", "u", "w"][i])}`,
      { testSamples: 1 },
      /^"w" of column "a" is the same in all training samples/,
    ],
    [
      "a class that training lacks",
      `a,b,y\n${rows((i) => i * i, ["u", "v", "v", "w"])}`,
      { testSamples: 1, targetKind: "class" },
      /^No training sample belongs to the class "w"\. A "split" of the kind "stratified"/,
    ],
    [
      "a constant target",
      `a,b,y\n${rows((i) => i * i, [2, 2, 2, 2])}`,
      {},
      /^The target column "y" is 2 in all training samples\./,
    ],
    [
      "a column of names of the samples",
      `name,y\n${Array.from({ length: 40 }, (_, i) => `n${String.fromCharCode(97 + (i % 26))}${i},${i % 7}\n`).join("")}`,
      {},
      /^Column "name" \(40 words\) has a different word in nearly every row/,
    ],
  ])("%s", async (_, text, options, caution) => {
    const { cautions } = await csv(text, options);
    expect(cautions).toHaveLength(1);
    expect(cautions?.[0]).toMatch(caution);
  });

  test("none for a time that counts under its name, or for a table in order", async () => {
    const { cautions } = await csv(`year,a,y\n${rows((i) => 2000 + i)}`);
    expect(cautions).toEqual([]);
  });

  test("a file in Latin-1", async () => {
    const path = await folder.file(
      "latin.csv",
      Buffer.from("Länge;y\n1,5;2\n2,5;3\n", "latin1"),
    );
    const data = { source: "csv", path, target: "Länge" } as const;
    expect((await load(data)).cautions).toEqual([
      "The file is not UTF-8; it was read as Latin-1 (Windows-1252).",
    ]);
  });
});

describe("the target", () => {
  const text = "a,b,c\n1,2,3\n4,5,6\n";

  test.each([
    ["the last column", {}, [3, 6], [1, 2, 4, 5]],
    ["a name", { target: "b" }, [2, 5], [1, 3, 4, 6]],
    ["a number", { target: 1 }, [1, 4], [2, 3, 5, 6]],
  ])("%s", async (_, options, targets, inputs) => {
    const { train } = await csv(text, options);
    expect([...train.targets]).toEqual(targets);
    expect([...train.inputs]).toEqual(inputs);
  });

  test("classes in words are sorted", async () => {
    const text = "x,kind\n1,rose\n2,lily\n3,rose\n4, ash \n";
    const { train } = await csv(text, { targetKind: "class" });
    expect(labelsOf(train)).toEqual([2, 1, 2, 0]);
    expect(train).toMatchObject({ classes: 3, targetWidth: 3 });
  });

  test("classes in numbers are sorted as numbers, however they are written", async () => {
    const text = "x,kind\n1,10\n2,2\n3,2.0\n4,-1\n5,1e1\n";
    const { train } = await csv(text, { targetKind: "class" });
    expect(labelsOf(train)).toEqual([2, 1, 1, 0, 2]);
    expect(train.classes).toBe(3);
  });

  test("classes that only later rows have count too", async () => {
    const text = "x,kind\n1,a\n2,b\n3,c\n";
    const { train } = await csv(text, { targetKind: "class", samples: 2 });
    expect(train).toMatchObject({ samples: 2, classes: 3 });
  });
});

describe("samples", () => {
  const rows = Array.from({ length: 10 }, (_, i) => `${i},7,${i * i}\n`);
  const text = `x,same,y\n${rows.join("")}`;

  test("the first rows, then the test rows", async () => {
    const data = await csv(text, { samples: 3, testSamples: 2 });
    expect([...data.train.targets]).toEqual([0, 1, 4]);
    expect([...(data.test?.targets ?? [])]).toEqual([9, 16]);
  });

  test("a split draws from all rows with a value, and numbers them as the file does", async () => {
    const table = `x,y\n${Array.from({ length: 40 }, (_, i) => `${i % 4 ? i : ""},${2 * i}\n`).join("")}`;
    const data = await csv(table, {
      missing: "drop",
      samples: 8,
      testSamples: 4,
      split: { kind: "shuffled", seed: 1 },
    });
    const drawn = [data.train, data.test].flatMap((part) => [
      ...(part?.inputs ?? []),
    ]);
    expect(new Set(drawn).size).toBe(12);
    expect(drawn.every((x) => x % 4 !== 0)).toBe(true);
    expect(Math.max(...drawn)).toBeGreaterThan(15);
    expect([...data.train.targets]).toEqual(
      drawn.slice(0, 8).map((x) => 2 * x),
    );
    // Row 1 holds x = 0.
    expect([...(data.train.rows ?? [])]).toEqual(
      drawn.slice(0, 8).map((x) => x + 1),
    );
  });

  test("all rows but the test rows where samples is left out", async () => {
    const data = await csv(text, { testSamples: 4 });
    expect(data.train.samples).toBe(6);
    expect([...(data.test?.targets ?? [])]).toEqual([36, 49, 64, 81]);
  });

  test("standardised over the training rows; a constant column becomes 0", async () => {
    const data = await csv(text, { testSamples: 4, standardize: true });
    const { inputs } = data.train;
    // A few roundings of numbers of size 1.
    expect(mean(column(inputs, 0, 2))).toBeCloseTo(0, 14);
    expect([...column(inputs, 1, 2)]).toEqual([0, 0, 0, 0, 0, 0]);
    // x = 6 with the mean 2.5 and the deviation √(35/12) of 0 to 5.
    expect(data.test?.inputs[0]).toBeCloseTo(3.5 / Math.sqrt(35 / 12), 14);
    expect(data.test?.inputs[1]).toBe(0);
  });
});
