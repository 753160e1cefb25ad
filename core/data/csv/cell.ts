/** What a cell of a table may be read as. */

export type DecimalSign = "." | ",";

/**
 * `whole`: the same number with either decimal sign. `point`, `comma`: a number with that decimal sign
 * only. `point3`, `comma3`: 1.250 or 1,250, where the sign may mark decimals or thousands. `odd`: near
 * a number, but none, so that it must not be taken for a word.
 */
export type CellKind =
  | "missing"
  | "whole"
  | "point"
  | "comma"
  | "point3"
  | "comma3"
  | "truth"
  | "word"
  | "odd";

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** Groups of three digits apart by one kind of mark. */
const pointGroups =
  /^[+-]?[1-9]\d{0,2}([,'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?:\.\d*)?$/;
const commaGroups =
  /^[+-]?[1-9]\d{0,2}([.'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?:,\d*)?$/;
const missing = /^(?:|\?|-|--|\.|#?n\/?a|<na>|nan|null|none)$/i;
const truth = /^(?:true|false)$/i;
/** Digits after nothing but signs ($5, 2020-01-02, 12 %), or an infinity. */
const nearNumber = /^[^\p{L}\p{N}]*(?:\p{N}|inf(?:inity)?$)/iu;
/** Beyond this the square of a number leaves the range of floating point too soon. */
const largest = 1e100;

/** A cell without the blanks around it, and without quotation marks that follow a blank. */
export function bare(cell: string): string {
  const text = cell.trim();
  if (text === cell || !text.startsWith('"')) return text;
  return /^".*"$/s.test(text) && text.length > 1
    ? text.slice(1, -1).replaceAll('""', '"').trim()
    : text;
}

/** The number that a cell stands for in a file with this decimal sign, null where it is none. */
export function readNumber(text: string, decimal: DecimalSign): number | null {
  const point = decimal === "." ? text : withPoint(text);
  if (plain.test(point)) return Number(point);
  const signed = text.replace(/^\u2212/, "-");
  const groups = decimal === "." ? pointGroups : commaGroups;
  const mark = groups.exec(signed)?.[1];
  const ungrouped = mark ? signed.replaceAll(mark, "") : signed;
  if (ungrouped === text) return null;
  const last = decimal === "." ? ungrouped : withPoint(ungrouped);
  return plain.test(last) ? Number(last) : null;
}

/**
 * A number with a decimal comma as one with a point; nothing where a point is in it already. A comma at
 * the end separates cells more often than it marks decimals.
 */
function withPoint(text: string): string {
  return text.includes(".") ? "" : text.replace(/,(?=\d)/, ".");
}

/** Most numbers of most files: their kind is plain from their digits. */
const quick: [RegExp, CellKind][] = [
  [/^[+-]?\d{1,99}$/, "whole"],
  [/^-?(?:\d{1,20}\.(?:\d\d?|\d{4,})|(?:0|\d{4,20})\.\d+)$/, "point"],
  [/^-?(?:\d{1,20},(?:\d\d?|\d{4,})|(?:0|\d{4,20}),\d+)$/, "comma"],
];

export function kindOf(text: string): CellKind {
  for (const [pattern, kind] of quick) if (pattern.test(text)) return kind;
  if (missing.test(text)) return "missing";
  if (truth.test(text)) return "truth";
  const point = readNumber(text, ".");
  const comma = readNumber(text, ",");
  const value = point ?? comma;
  if (value === null) return nearNumber.test(text) ? "odd" : "word";
  if (Math.abs(value) > largest) return "odd";
  if (comma === null) return "point";
  if (point === null) return "comma";
  if (point === comma) return "whole";
  return text.includes(".") ? "point3" : "comma3";
}

/** Whether a cell stands for no value. */
export function isMissing(text: string): boolean {
  return (
    text === "" || (!(text[0] >= "0" && text[0] <= "9") && missing.test(text))
  );
}

const numberKinds: CellKind[] = ["whole", "point", "comma", "point3", "comma3"];

export function isNumber(kind: CellKind): boolean {
  return numberKinds.includes(kind);
}

/** What is wrong with a cell that is no number with this decimal sign, as the end of a sentence. */
export function notANumber(text: string, decimal: DecimalSign): string {
  if (kindOf(text) === "missing") return missingSentence(text);
  const value = readNumber(text, ".") ?? readNumber(text, ",");
  if (value === null) return `${quoted(text)} is not a number.`;
  return Math.abs(value) > largest
    ? `${quoted(text)} is out of range: numbers may be at most 1e100 in size.`
    : `${quoted(text)} is not a number with a decimal ${decimal === "." ? "point" : "comma"}.`;
}

export function missingSentence(text: string): string {
  return text === ""
    ? "the value is missing."
    : `the value is missing (${quoted(text)}).`;
}

export function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
