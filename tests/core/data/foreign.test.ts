/** Files of foreign kinds: each reader refuses them by their kind, with the way out. */
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { LabFailure } from "../../../core/errors";
import {
  cifarBytes,
  idxBytes,
  load,
  temporaryFolder,
  type DataInput,
} from "./support";

const folder = temporaryFolder();

async function refusal(input: DataInput) {
  try {
    await load(input);
  } catch (thrown) {
    if (thrown instanceof LabFailure) return thrown.error;
    throw thrown;
  }
  throw new Error("It was accepted.");
}

/** The first entry of a ZIP file with this name. */
function zipped(name: string, content = "") {
  const header = Buffer.alloc(30);
  header.write("PK\x03\x04", "latin1");
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name + content)]);
}

const latin = (text: string) => Buffer.from(text, "latin1");

const kinds: [string, string | Uint8Array, RegExp, RegExp][] = [
  [
    "ARFF",
    "% Iris\n%\n@RELATION iris\n@ATTRIBUTE x REAL\n@DATA\n5.1\n",
    /is an ARFF file \(Weka\)\.$/,
    /lines up to and with @data, .* "header": false/,
  ],
  [
    "LIBSVM",
    "+1 1:0.708 2:1 3:-0.32\n-1 1:0.58 3:1e-3\n",
    /is a LIBSVM \(svmlight\) file\.$/,
    /load_svmlight_file/,
  ],
  [
    "pickle",
    latin("\x80\x04\x95\x10\0\0\0"),
    /is a Python pickle\.$/,
    /to_csv/,
  ],
  [
    "npz",
    zipped("arr_0.npy", "\x93NUMPY"),
    /is a NumPy archive \(npz\)\.$/,
    /"source": "npz"/,
  ],
  [
    "npy",
    latin("\x93NUMPY\x01\0v\0{"),
    /NumPy array \(npy\)\.$/,
    /"source": "npy"/,
  ],
  ["Parquet", "PAR1\x15\x04", /is a Parquet file\.$/, /read_parquet/],
  [
    "xlsx",
    zipped("[Content_Types].xml"),
    /is an Excel workbook\.$/,
    /save the sheet as "CSV UTF-8"/,
  ],
  ["xls", latin("\xd0\xcf\x11\xe0\xa1\xb1"), /Excel workbook/, /CSV UTF-8/],
  [
    "ods",
    zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    /OpenDocument spreadsheet/,
    /save the sheet as CSV/,
  ],
  ["zip", zipped("table.csv"), /is a ZIP archive/, /Unpack it/],
  [
    "tar",
    Buffer.concat([Buffer.alloc(257, "a"), Buffer.from("ustar\0")]),
    /is a tar archive/,
    /Unpack it/,
  ],
  ["gzip twice", gzipSync(gzipSync("a,y\n1,2\n")), /compressed/, /Unpack/],
  ["HDF5", latin("\x89HDF\r\n\x1a\n"), /HDF5 file/, /read_hdf/],
  ["Feather", "ARROW1\0\0", /Arrow \(Feather\)/, /read_feather/],
  ["MATLAB", "MATLAB 5.0 MAT-file", /MATLAB file/, /writematrix/],
  ["R", "RDX3\nX\n", /R data file/, /write\.csv/],
  ["SQLite", "SQLite format 3\0", /SQLite database/, /sqlite3 -csv/],
  ["PDF", "%PDF-1.7\n", /PDF document/, /as CSV/],
  ["picture", latin("\x89PNG\r\n\x1a\n"), /is a picture/, /as CSV/],
  ["IDX", idxBytes([2], new Uint8Array(2)), /IDX file/, /"source": "idx"/],
  [
    "HTML",
    "\ufeff\n<!-- saved -->\n<!DOCTYPE html><html><body>404</body></html>",
    /is an HTML page\.$/,
    /Download the table itself/,
  ],
  ["a table in HTML", "<table><tr><td>1", /HTML page/, /Raw or Download/],
  ["XML", '<?xml version="1.0"?><a/>', /XML file/, /as CSV/],
  ["JSON", '[\n {"a": 1, "y": 2}]', /JSON file/, /read_json/],
];

test.each(kinds)("as a table: %s", async (_, content, message, hint) => {
  const path = await folder.file("table.csv", content);
  const error = await refusal({ source: "csv", path });
  expect(error.code).toBe("bad-experiment");
  expect(error.message).toContain(path);
  expect(error.message).toMatch(message);
  expect(error.hint).toMatch(hint);
});

const notIdx = kinds.filter(([kind]) => kind !== "IDX");

test.each(notIdx)("as IDX: %s", async (_, content, message, hint) => {
  const path = await folder.file("foreign", content);
  const good = {
    images: await folder.file("images.idx", idxBytes([1, 1, 1], Buffer.of(1))),
    labels: await folder.file("labels.idx", idxBytes([1], Buffer.of(1))),
  };
  for (const field of ["images", "labels"]) {
    const error = await refusal({ source: "idx", ...good, [field]: path });
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(error.hint).toMatch(/^Choose a file in MNIST's format/);
  }
});

// A batch of the Python version is a pickle: cifar10-python.test.ts.
const notBatches = notIdx.filter(([kind]) => kind !== "pickle");

test.each(notBatches)("as CIFAR-10: %s", async (_, content, message, hint) => {
  const good = await folder.file("good.bin", cifarBytes([1]));
  // Shorter and longer than a record.
  for (const size of [0, 10_000]) {
    const bytes = Buffer.concat([Buffer.from(content), Buffer.alloc(size)]);
    const path = [good, await folder.file("foreign.bin", bytes)];
    const error = await refusal({ source: "cifar10", path });
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(error.hint).toMatch(/^Give the files data_batch_1\.bin/);
  }
});

test("a CIFAR-10 record may begin with the bytes of an IDX header", async () => {
  const bytes = cifarBytes([0]);
  bytes.set([0, 0, 8, 3]);
  const path = await folder.file("good.bin", bytes);
  const { train } = await load({ source: "cifar10", path });
  expect(train.samples).toBe(1);
});

test("an archive that a program wrote", async (context) => {
  try {
    execFileSync("python3", [
      "-c",
      `import zipfile; z = zipfile.ZipFile("${folder.path("real.npz")}", "w"); z.writestr("x.npy", b"123")`,
    ]);
  } catch {
    context.skip("Python is not installed.");
  }
  const load_ = load({ source: "csv", path: folder.path("real.npz") });
  await expect(load_).rejects.toThrow(/is a NumPy archive \(npz\)\./);
});

test.each([
  ["times of day", "1 10:30 2\n2 11:30 3\n"],
  ["a name in brackets", "[cm],y\n1,2\n2,3\n"],
  ["a name like an element", "<x>,y\n1,2\n2,3\n"],
])("a table is none of them: %s", async (_, text) => {
  const path = await folder.file("table.csv", text);
  const options = text.startsWith("1") ? { header: false, oneHot: [2] } : {};
  const { train } = await load({ source: "csv", path, ...options });
  expect(train.samples).toBe(2);
});
