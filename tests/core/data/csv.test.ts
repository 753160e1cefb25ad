import { describe, expect, test } from "vitest";
import { column, labelsOf, load, mean, temporaryFolder } from "./support";

const folder = temporaryFolder();
let files = 0;

async function csv(text: string, options: object = {}) {
  const path = await folder.file(`${files++}.csv`, text);
  return load({ source: "csv", path, standardize: false, ...options });
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

  test("0.1 and 0,1 are the same number", async () => {
    const { train } = await csv("a;y\n0.1;.1\n0,1;,1\n");
    expect([...train.inputs, ...train.targets]).toEqual([0.1, 0.1, 0.1, 0.1]);
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
