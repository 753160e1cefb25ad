/** Data files that cannot be used: each is refused with its path, what is wrong and what to do. */
import { mkdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LabFailure, type LabError } from "../../../core/errors";
import {
  cifarBytes,
  elements,
  idxBytes,
  load,
  someBytes,
  temporaryFolder,
  type DataInput,
} from "./support";

const folder = temporaryFolder();

async function refusal(input: DataInput): Promise<LabError> {
  try {
    await load(input);
  } catch (thrown) {
    if (thrown instanceof LabFailure) return thrown.error;
    throw thrown;
  }
  throw new Error("It was accepted.");
}

async function expectRefusal(
  input: DataInput,
  file: string,
  message: RegExp,
  hint: RegExp,
) {
  const error = await refusal(input);
  expect(error.code).toBe("bad-experiment");
  expect(error.message).toContain(folder.path(file));
  expect(error.message).toMatch(message);
  expect(error.message).toMatch(/^.+\.$/);
  expect(error.hint).toMatch(hint);
}

describe("csv", () => {
  const good = "a,b,y\n1,2,3\n4,5,6\n";
  const classes = { targetKind: "class" } as const;
  const many = Array.from({ length: 1001 }, (_, i) => `1,${i}\n`).join("");

  test.each<[string, string | Uint8Array, object, RegExp, RegExp]>([
    ["empty file", "", {}, /no rows of data/, /one row per sample/],
    [
      "blank lines only",
      "\n \n\n",
      {},
      /no rows of data/,
      /one row per sample/,
    ],
    [
      "only a header",
      "a,b,y\n",
      {},
      /no rows of data below its header/,
      /"header": false/,
    ],
    [
      "short row",
      "a,b,y\n1,2,3\n\n4,5\n",
      {},
      /row 4 has 2 columns, and the first row has 3/,
      /same columns/,
    ],
    [
      "long row",
      "a,b,y\n1,2,3,4\n",
      {},
      /row 2 has 4 columns/,
      /quotation marks/,
    ],
    [
      "single quotation marks",
      "a,b,y\nd'Alembert,'red, or blue',3\n",
      { header: true },
      /row 2: "'red" seems to be quoted with ', which may also be an apostrophe/,
      /^Replace the ' around cells by ", .*quotechar="'"/,
    ],
    [
      "missing value",
      "a,b,y\n1,2,3\n4,,6\n",
      {},
      /row 3, column "b": the value is missing\. 1 of 2 rows lacks a value\.$/,
      /Fill in the cells, or set "missing" to "drop" .* or to "mean"/,
    ],
    [
      "missing value, said in words",
      "a,b,y\n1,2,NA\n1,2,3\n",
      {},
      /row 2, column "y": the value is missing \("NA"\)/,
      /Fill in/,
    ],
    [
      "missing class",
      "a,y\n1,rose\n2,\n3,lily\n4,\n",
      classes,
      /row 3, column "y": the value is missing\. 2 of 4 rows lack a value/,
      /Fill in/,
    ],
    [
      "word among numbers",
      "a,b,y\n1,2,3\n1,red,3\n",
      {},
      /row 3, column "b": "red" is not a number/,
      /finite numbers such as 1.5/,
    ],
    [
      "word as the target",
      "a,y\n1,2\n1,rose\n",
      {},
      /row 3, column "y": "rose" is not a number/,
      /"targetKind": "class"/,
    ],
    [
      "NaN",
      "a,y\nNaN,1\n2,1\n",
      {},
      /row 2, column "a": the value is missing \("NaN"\)/,
      /Fill in/,
    ],
    [
      "Infinity",
      "a,y\n1,1\n-Infinity,1\n",
      {},
      /row 3, column "a": "-Infinity" is not a number/,
      /finite numbers/,
    ],
    [
      "beyond floating point",
      "a,y\n1e999,1\n",
      {},
      /column "a": "1e999" is out of range: numbers may be at most 1e100/,
      /finite numbers/,
    ],
    [
      "hexadecimal",
      "a,y\n0x10,1\n",
      {},
      /column "a": "0x10" is not a number/,
      /finite numbers/,
    ],
    [
      "thousands apart",
      'a,y\n"1,234",1\n',
      {},
      /^data\.decimal: .*row 2, column "a": "1,234", may mean 1234 or 1\.234/,
      /Set "decimal": "\." to read 1234, or "decimal": "," to read 1\.234/,
    ],
    [
      "names and no header",
      good,
      { header: false },
      /row 1, column 1: "a" is not a number/,
      /"header": true/,
    ],
    [
      "header where there is none",
      "1,2,3\n4,5,6\n",
      {},
      /^data\.header: .*row 1 looks like data: "1", "2", "3" are like the cells below it/,
      /"header": false/,
    ],
    [
      "two columns of one name",
      "a,b,a\n1,2,3\n",
      {},
      /row 1: columns 1 and 3 have the same name, "a"/,
      /a name of its own/,
    ],
    [
      "one column",
      "a\n1\n2\n",
      {},
      /only one column; it needs at least one input column and one target column/,
      /commas, semicolons, tabs, \| or spaces, or set "separator"/,
    ],
    [
      "unknown target",
      good,
      { target: "z" },
      /^data\.target: .*no column "z"/,
      /Its columns are "a", "b", "y"\./,
    ],
    [
      "target column out of range",
      good,
      { target: 4 },
      /^data\.target: .*has 3 columns and no column 4/,
      /a number from 1 to 3/,
    ],
    [
      "more samples than rows",
      good,
      { samples: 3 },
      /^data\.samples: .*holds 2 samples, and 3 are requested/,
      /Set samples to 2 or fewer\./,
    ],
    [
      "more test samples than are left",
      good,
      { samples: 2, testSamples: 1 },
      /^data\.samples: .*holds 2 samples, and 3 are requested/,
      /samples and testSamples to 2 or fewer together/,
    ],
    [
      "test samples leave nothing",
      good,
      { testSamples: 2 },
      /^data\.testSamples: .*2 test samples leave no training samples/,
      /fewer than 2/,
    ],
    [
      "quotation mark left open",
      'a,y\n1,2\n"3,4\n5,6\n',
      {},
      /row 3: a quoted cell does not end with its quotation mark/,
      /Close the cell with "/,
    ],
    [
      "text after a quotation mark",
      'a,y\n"1"2,3\n',
      {},
      /row 2: a quoted cell does not end/,
      /twice/,
    ],
    [
      "too many classes",
      `x,y\n${many}`,
      classes,
      /row 1,002, column "y": the targets have more than 1,000 classes/,
      /"targetKind": "number"/,
    ],
    [
      "bytes that are no text",
      someBytes(300),
      {},
      /table\.csv is not text/,
      /CSV in UTF-8/,
    ],
  ])("%s", async (_, content, options, message, hint) => {
    const path = await folder.file("table.csv", content);
    const input = { source: "csv", path, ...options } as const;
    await expectRefusal(input, "table.csv", message, hint);
  });

  test("missing file", async () => {
    const path = folder.path("nowhere.csv");
    await expectRefusal(
      { source: "csv", path },
      "nowhere.csv",
      /does not exist/,
      /Check the path/,
    );
  });

  test("a folder", async () => {
    await mkdir(folder.path("tables"));
    await expectRefusal(
      { source: "csv", path: folder.path("tables") },
      "tables",
      /is a folder/,
      /Choose a file in it/,
    );
  });
});

describe("idx", () => {
  const pixels = someBytes(4 * 2 * 2);
  const images = idxBytes([4, 2, 2], pixels);
  const labels = idxBytes([4], Uint8Array.of(0, 1, 0, 1));

  test.each<[string, Uint8Array | string, RegExp, RegExp]>([
    ["empty file", "", /not an IDX file/, /MNIST's format/],
    ["text", "sepal,petal\n", /not an IDX file/, /MNIST's format/],
    [
      "numbers of four bytes that are bytes",
      idxBytes([4, 2, 2], pixels, 0x0d),
      /cut short: 64 bytes should follow, but 16 do/,
      /Download the file again/,
    ],
    [
      "a pixel that is no number",
      idxBytes([4, 1, 1], elements([0, 1, NaN, 2], 4, "writeFloatBE"), 0x0d),
      /image 3 has a pixel of NaN: pixels must be finite numbers/,
      /without this value/,
    ],
    [
      "no images",
      idxBytes([0, 2, 2], new Uint8Array(0)),
      /images\.idx contains no images/,
      /file with images/,
    ],
    [
      "unknown type of element",
      idxBytes([4, 2, 2], pixels, 3),
      /the unknown element type 3; an IDX file has bytes/,
      /unsigned bytes/,
    ],
    [
      "header cut short",
      images.subarray(0, 10),
      /cut short: 12 bytes should follow, but 6 do/,
      /Download the file again/,
    ],
    [
      "cut short",
      images.subarray(0, -3),
      /cut short: 16 bytes should follow, but 13 do/,
      /Download the file again/,
    ],
    [
      "too long",
      Buffer.concat([images, labels]),
      /longer than its header says/,
      /Download the file again/,
    ],
    [
      "labels in place of images",
      labels,
      /array of 4, which are not images: images have the dimensions count, height, width/,
      /exchanged/,
    ],
    [
      "rows of numbers",
      idxBytes([4, 4], pixels),
      /array of 4 × 4, which are not images/,
      /array of that shape/,
    ],
    [
      "images without pixels",
      idxBytes([4, 0, 2], new Uint8Array(0)),
      /array of 4 × 0 × 2, which are not images/,
      /array of that shape/,
    ],
    [
      "another number of images than labels",
      idxBytes([3, 2, 2], someBytes(12)),
      /holds 3 images and .*labels\.idx 4 labels/,
      /belong together/,
    ],
    [
      "images of a size that cannot be",
      idxBytes([4, 65_535, 65_535], pixels),
      /^data\.samples: 4 samples of .* are too many: at most 200,000,000 numbers/,
      /smaller samples/,
    ],
    [
      "gzip cut in the middle",
      gzipSync(images).subarray(0, -12),
      /a gzip file that is cut short/,
      /Download the file again/,
    ],
    [
      "gzip damaged",
      Buffer.concat([gzipSync(images).subarray(0, 12), someBytes(40)]),
      /a damaged gzip file/,
      /Download the file again/,
    ],
  ])("%s", async (_, content, message, hint) => {
    const input = {
      source: "idx",
      images: await folder.file("images.idx", content),
      labels: await folder.file("labels.idx", labels),
    } as const;
    await expectRefusal(input, "images.idx", message, hint);
  });

  test.each<[string, Uint8Array, RegExp, RegExp]>([
    [
      "images in place of labels",
      images,
      /array of 4 × 2 × 2, which are not labels: labels have one dimension/,
      /exchanged/,
    ],
    [
      "one-hot rows in place of labels",
      idxBytes([4, 3], someBytes(12)),
      /array of 4 × 3, which are not labels: .*8 columns with the class in the first/,
      /as one number/,
    ],
    [
      "labels that are no whole numbers",
      idxBytes([4], elements([0, 1, 0.5, 1], 8, "writeDoubleBE"), 0x0e),
      /label 3 is 0\.5: labels must be whole numbers/,
      /as a whole number/,
    ],
    [
      "labels cut short",
      labels.subarray(0, -1),
      /cut short: 4 bytes should follow, but 3 do/,
      /Download the file again/,
    ],
  ])("%s", async (_, content, message, hint) => {
    const input = {
      source: "idx",
      images: await folder.file("images.idx", images),
      labels: await folder.file("labels.idx", content),
    } as const;
    await expectRefusal(input, "labels.idx", message, hint);
  });

  test("more samples than images", async () => {
    const input = {
      source: "idx",
      images: await folder.file("images.idx", images),
      labels: await folder.file("labels.idx", labels),
      samples: 3,
      testSamples: 2,
    } as const;
    await expectRefusal(
      input,
      "images.idx",
      /^data\.samples: .*holds 4 samples, and 5 are requested/,
      /samples and testSamples to 4 or fewer together/,
    );
  });
});

describe("cifar10", () => {
  const good = cifarBytes([3, 1]);

  test.each<[string, Uint8Array | string, object, RegExp, RegExp]>([
    ["empty file", "", {}, /ends within record 1, after 0 bytes/, /test_batch/],
    [
      "not a whole number of records",
      good.subarray(0, -1),
      {},
      /ends within record 2, after 3,072 bytes of it: .* records of 3,073 bytes/,
      /data_batch_1\.bin/,
    ],
    [
      "label above 9",
      cifarBytes([3, 10]),
      {},
      /record 2: its label is 10, and labels are 0 to 9/,
      /binary version/,
    ],
    [
      "text",
      "label,pixel\n".repeat(300),
      {},
      /record 1: its label is 108/,
      /binary version/,
    ],
    [
      "more samples than records",
      good,
      { samples: 3 },
      /^data\.samples: .*holds 2 samples, and 3 are requested/,
      /Set samples to 2 or fewer/,
    ],
  ])("%s", async (_, content, options, message, hint) => {
    const path = await folder.file("batch.bin", content);
    const input = { source: "cifar10", path, ...options } as const;
    await expectRefusal(input, "batch.bin", message, hint);
  });
});
