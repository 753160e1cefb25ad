import { badFile } from "./refuse";

/** A kind of file that is often given in place of data, and how to make a table of it. */
interface ForeignKind {
  /** The end of a sentence: "an Excel workbook". */
  what: string;
  hint: string;
}

/** How many bytes of the beginning of a file are compared. */
export const foreignHead = 4096;

const python = (code: string) =>
  `Save it as CSV, for example in Python: ${code}.`;
const unpack = "Unpack it and choose the file inside.";
const picture: ForeignKind = {
  what: "a picture",
  hint: "Save a table as CSV, or images as IDX files.",
};

/** By the first bytes, written as Latin-1. */
const binary: [RegExp, ForeignKind][] = [
  [
    /^PAR1/,
    {
      what: "a Parquet file",
      hint: python(
        'pandas.read_parquet("file").to_csv("table.csv", index=False)',
      ),
    },
  ],
  [
    /^\x80[\x02-\x05]/,
    {
      what: "a Python pickle",
      hint: python(
        'pandas.DataFrame(pickle.load(open("file", "rb"))).to_csv("table.csv", index=False) (only if you trust its source)',
      ),
    },
  ],
  [
    /^\x93NUMPY/,
    {
      what: "a NumPy array (npy)",
      hint: 'Set "source": "npy", with inputs and targets.',
    },
  ],
  [
    /^PK\x03\x04[^]{26}[^]*?\.npy/,
    {
      what: "a NumPy archive (npz)",
      hint: 'Set "source": "npz".',
    },
  ],
  [
    /^PK\x03\x04[^]*?(?:\[Content_Types\]|xl\/|_rels\/)|^\xd0\xcf\x11\xe0/,
    {
      what: "an Excel workbook",
      hint: 'Open it in a spreadsheet and save the sheet as "CSV UTF-8".',
    },
  ],
  [
    /^PK\x03\x04[^]*?opendocument/,
    {
      what: "an OpenDocument spreadsheet",
      hint: "Open it in a spreadsheet and save the sheet as CSV.",
    },
  ],
  [/^PK\x03\x04/, { what: "a ZIP archive", hint: unpack }],
  [/^[^]{257}ustar/, { what: "a tar archive", hint: unpack }],
  [
    /^(?:BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|7z\xbc\xaf|Rar!|\x1f\x8b)/,
    { what: "a compressed file that is not gzip", hint: unpack },
  ],
  [
    /^\x89HDF/,
    {
      what: "an HDF5 file",
      hint: python('pandas.read_hdf("file").to_csv("table.csv", index=False)'),
    },
  ],
  [
    /^(?:ARROW1|FEA1)/,
    {
      what: "an Arrow (Feather) file",
      hint: python(
        'pandas.read_feather("file").to_csv("table.csv", index=False)',
      ),
    },
  ],
  [
    /^MATLAB 5\.0/,
    {
      what: "a MATLAB file",
      hint: 'Save it as CSV in MATLAB: writematrix(x, "table.csv").',
    },
  ],
  [
    /^(?:RDX[23]\n|X\n\0)/,
    {
      what: "an R data file",
      hint: 'Save it as CSV in R: write.csv(x, "table.csv", row.names = FALSE).',
    },
  ],
  [
    /^SQLite format 3\0/,
    {
      what: "a SQLite database",
      hint: "Save a table of it as CSV: sqlite3 -csv -header FILE 'SELECT * FROM …'.",
    },
  ],
  [/^%PDF-/, { what: "a PDF document", hint: "Save the table itself as CSV." }],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8|BM[^]{4}\0\0\0\0)/, picture],
  [
    /^\0\0[\x08\x09\x0b-\x0e][\x01-\x04]/,
    {
      what: "an IDX file",
      hint: 'Set "source": "idx", with images and labels.',
    },
  ],
];

const text: [RegExp, ForeignKind][] = [
  [
    /^(?:\s*%[^\n]*\n)*\s*@relation\b/i,
    {
      what: "an ARFF file (Weka)",
      hint: 'Delete the lines up to and with @data, save the rest as CSV and set "header": false.',
    },
  ],
  [
    /^\s*[+-]?\d+(?:\.\d+)?(?:[ \t]+\d+:[+-]?[\d.]+(?:e[+-]?\d+)?){2,}[ \t]*\r?(?:\n|$)/i,
    {
      what: "a LIBSVM (svmlight) file",
      hint: python(
        'x, y = sklearn.datasets.load_svmlight_file("file"); numpy.savetxt("table.csv", numpy.c_[x.toarray(), y], delimiter=",")',
      ),
    },
  ],
  [
    /^\s*(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div)\b/i,
    {
      what: "an HTML page",
      hint: "Download the table itself: look for a link such as Raw or Download on the web page.",
    },
  ],
  [/^\s*<\?xml\b/i, { what: "an XML file", hint: "Save the table as CSV." }],
  [
    /^\s*(?:\{\s*"|\[\s*[[{])/,
    {
      what: "a JSON file",
      hint: python('pandas.read_json("file").to_csv("table.csv", index=False)'),
    },
  ],
];

/**
 * The refusal of a file whose first bytes are those of a known foreign kind, null for other files.
 * @param wanted what to give to the reader instead; left out by the reader of tables
 */
export function foreignFile(path: string, head: Uint8Array, wanted?: string) {
  const start = String.fromCharCode(...head.subarray(0, foreignHead));
  const unmarked = start.replace(/^\xef\xbb\xbf/, "");
  const match =
    binary.find(([pattern]) => pattern.test(start)) ??
    text.find(([pattern]) => pattern.test(unmarked));
  if (!match) return null;
  const [, { what, hint }] = match;
  return badFile(
    `${path} is ${what}.`,
    wanted ? `${wanted} Or, for "source": "csv": ${hint}` : hint,
  );
}
