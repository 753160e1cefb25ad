/** Tables written in one of many dialects of CSV, with the numbers that they hold. */
import fc from "fast-check";

export interface Written {
  bytes: Buffer;
  /** Fields of the experiment file. */
  options: Record<string, unknown>;
  /** Without the rows that lack a value. */
  inputs: number[];
  targets: number[];
  /** One-hot where it is not null. */
  classes: number | null;
}

interface Dialect {
  separator: string;
  quote: "needed" | "all" | "some" | "single";
  ends: readonly string[];
  decimal: "." | ",";
  /** Between groups of three digits; none where it is null. */
  thousands: string | null;
  encoding: "utf-8" | "utf-8 with mark" | "utf-16le" | "utf-16be" | "latin1";
  comments: "none" | "top" | "within";
  hasSepLine: boolean;
  hasTrailing: boolean;
  hasBlanks: boolean;
}

interface Table {
  names: string[] | null;
  /** [columns][rows]; null where there is no value. */
  columns: (number | string | boolean | null)[][];
  isClass: boolean;
}

const dialects: fc.Arbitrary<Dialect> = fc.record({
  separator: fc.constantFrom(",", ";", "\t", "|", " "),
  quote: fc.constantFrom("needed", "needed", "all", "some", "single"),
  ends: fc.oneof(
    fc.constantFrom(["\n"], ["\r\n"], ["\r"]),
    fc.constant(["\n", "\r\n", "\n", "\r"]),
  ),
  decimal: fc.constantFrom(".", ","),
  thousands: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    fc.constantFrom(".", ",", " ", "'", "\u00a0"),
  ),
  encoding: fc.constantFrom(
    "utf-8",
    "utf-8",
    "utf-8 with mark",
    "utf-16le",
    "utf-16be",
    "latin1",
  ),
  comments: fc.constantFrom("none", "none", "top", "within"),
  hasSepLine: fc.nat(5).map((n) => n === 0),
  hasTrailing: fc.nat(4).map((n) => n === 0),
  hasBlanks: fc.nat(4).map((n) => n === 0),
});

const numbers = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -2_000_000, max: 2_000_000 }),
  fc.integer({ min: -99_999, max: 99_999 }).map((n) => n / 1000),
  fc.integer({ min: -999_999, max: 999_999 }).map((n) => n / 100),
  fc.double({ min: -1e20, max: 1e20, noNaN: true }).map((x) => x || 0),
);
const words = fc.oneof(
  fc.constantFrom("red", "green", "Iris-setosa", "New York", "yes", "no", "é"),
  fc.constantFrom('5" pipe', "a,b", "x;y", "a|b", "#1", "two\nlines", '""'),
  fc.stringMatching(/^[a-zA-Z][a-z _.,;é'-]{0,8}$/).map((text) => text.trim()),
);
const names = fc.oneof(
  fc.constantFrom("x", "y", "Länge (cm; net)", "a, b", "2019", "#", '"q"'),
  fc.stringMatching(/^[a-zA-Z][a-z0-9 _;,]{0,6}$/).map((text) => text.trim()),
);

const isWord = (text: string) =>
  !/^(?:na|n\/a|nan|null|none|true|false|inf|infinity)$/i.test(text);

function columnOf(rows: number) {
  const full = <T>(cell: fc.Arbitrary<T>) =>
    fc.array(cell, { minLength: rows, maxLength: rows });
  return fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: full(numbers) },
        full(words.filter(isWord)),
        full(fc.boolean()),
      ),
      fc.nat(6).chain((n) => full(n === 0 ? fc.nat(3) : fc.constant(1))),
    )
    .map(([cells, present]) =>
      // Each column has one value at least: without one it is none.
      cells.map((cell, i) => (present[i] === 0 && i > 0 ? null : cell)),
    );
}

const tables: fc.Arbitrary<Table> = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 5 }))
  .chain(([rows, width]) =>
    fc.record({
      names: fc.option(
        fc.uniqueArray(
          names.filter((name) => name !== ""),
          {
            minLength: width,
            maxLength: width,
          },
        ),
        { freq: 3 },
      ),
      columns: fc.array(columnOf(rows), {
        minLength: width,
        maxLength: width,
      }),
      isClass: fc.boolean(),
    }),
  );

/** What the experiment file says of the dialect; true where it says it. */
const told = fc.record({
  separator: fc.boolean(),
  decimal: fc.boolean(),
  header: fc.boolean(),
});

export const writtenTables: fc.Arbitrary<Written> = fc
  .tuple(dialects, tables, told, fc.infiniteStream(fc.nat(3)))
  .map(([dialect, table, says, choices]) => {
    const choose = () => choices.next().value as number;
    const lines = rowsOf(table, dialect, choose);
    const ends = dialect.ends;
    const text = lines.map((line, i) => line + ends[i % ends.length]).join("");
    const { isClass, columns } = table;
    const target = columns.at(-1) ?? [];
    return {
      bytes: encode(text, dialect),
      options: {
        standardize: false,
        missing: "drop",
        ...(isClass || target.some((cell) => typeof cell === "string")
          ? { targetKind: "class" }
          : {}),
        ...(says.separator ? { separator: dialect.separator } : {}),
        ...(says.decimal ? { decimal: dialect.decimal } : {}),
        ...(table.names === null
          ? { header: false }
          : says.header
            ? { header: true }
            : {}),
      },
      ...samplesOf(table),
    };
  });

function rowsOf(
  { names, columns }: Table,
  dialect: Dialect,
  choose: () => number,
): string[] {
  const { separator } = dialect;
  const row = (cells: string[]) => {
    const own = cells.map((cell, i) => quoted(cell, i, dialect, choose));
    const padded = dialect.hasBlanks
      ? own.map((cell) => (cell.startsWith('"') ? cell : ` ${cell} `))
      : own;
    const end = dialect.hasTrailing && separator !== " " ? separator : "";
    return padded.join(separator) + end;
  };
  const body = columns[0].map((_, i) =>
    row(columns.map((column) => cellText(column[i], dialect, choose))),
  );
  const comment = "# a comment; of words, and more";
  if (dialect.comments === "within") body.splice(1, 0, comment);
  return [
    ...(dialect.hasSepLine ? [`sep=${separator}`] : []),
    ...(dialect.comments === "top" ? [comment, "#"] : []),
    ...(names ? [row(names)] : []),
    ...body,
  ];
}

function cellText(
  cell: number | string | boolean | null,
  dialect: Dialect,
  choose: () => number,
): string {
  if (cell === null)
    return ["NA", "?", "", "NaN"][
      dialect.separator === " " ? choose() % 2 : choose()
    ];
  if (typeof cell === "string") return cell;
  if (typeof cell === "boolean")
    return choose() % 2 ? String(cell) : String(cell).toUpperCase();
  const [whole, rest = ""] = String(cell).split(".");
  const { thousands, decimal } = dialect;
  const grouped =
    thousands !== null && thousands !== decimal && !whole.includes("e")
      ? whole.replace(/\B(?=(?:\d{3})+$)/g, thousands)
      : whole;
  return rest === "" ? grouped : `${grouped}${decimal}${rest}`;
}

function quoted(
  cell: string,
  column: number,
  { quote, separator }: Dialect,
  choose: () => number,
): string {
  const mark = quote === "single" ? "'" : '"';
  const isNeeded =
    cell.includes(separator) ||
    /["\n]/.test(cell) ||
    (separator === " " && /\s|^$/.test(cell)) ||
    (column === 0 && cell.startsWith("#"));
  return quote === "all" || isNeeded || (quote === "some" && choose() === 0)
    ? mark + cell.replaceAll(mark, mark + mark) + mark
    : cell;
}

function encode(text: string, { encoding }: Dialect): Buffer {
  switch (encoding) {
    case "utf-8":
      return Buffer.from(text);
    case "utf-8 with mark":
      return Buffer.from(`\ufeff${text}`);
    case "utf-16le":
      return Buffer.from(`\ufeff${text}`, "utf16le");
    case "utf-16be":
      return Buffer.from(`\ufeff${text}`, "utf16le").swap16();
    case "latin1":
      return Buffer.from(text, "latin1");
  }
}

/** The samples of a table: words as one-hot numbers in the order of their code units. */
function samplesOf({ columns, isClass }: Table) {
  const rows = columns[0]
    .map((_, i) => i)
    .filter((i) => columns.every((column) => column[i] !== null));
  const inputs = columns.slice(0, -1).map(encoded);
  const target = columns.at(-1) ?? [];
  const hasClasses = isClass || target.some((cell) => typeof cell === "string");
  const own = hasClasses ? classesOf(target) : encoded(target);
  return {
    inputs: rows.flatMap((i) => inputs.flatMap((column) => column[i])),
    targets: rows.flatMap((i) => own[i]),
    classes: hasClasses ? own[0].length : null,
  };
}

function encoded(column: Table["columns"][number]): number[][] {
  return column.some((cell) => typeof cell === "string")
    ? classesOf(column)
    : column.map((cell) => [Number(cell)]);
}

function classesOf(column: Table["columns"][number]): number[][] {
  const present = column.filter((cell) => cell !== null).map(keyOf);
  const keys = [...new Set(present)].sort((a, b) => (a < b ? -1 : 1));
  return column.map((cell) =>
    keys.map((key) => Number(cell !== null && key === keyOf(cell))),
  );
}

const keyOf = (cell: number | string | boolean | null) =>
  typeof cell === "number" ? cell : String(cell);
