import { isNumber, kindOf } from "./cell";
import { firstRows, usedWidth, whiteSpace, withSingleBlanks } from "./rows";
import { badField } from "../refuse";

/** In the order in which they are preferred where they cut a text into the same cells. */
const candidates = ["\t", ";", ",", "|", whiteSpace];

const separatorNames: Record<string, string> = {
  "\t": "a tab",
  ";": "a semicolon",
  ",": "a comma",
  "|": "|",
  " ": "white space",
};

/**
 * The separator that cuts the first rows into the same number of cells, at least two, each of which is
 * a number, a word, or nothing. A comma where there is none.
 * @throws LabFailure where another one may be meant
 */
export function judgeSeparator(text: string, path: string): string {
  const beginning = text.slice(0, 250_000);
  const judged = candidates
    .map((separator) => {
      const isBlank = separator === whiteSpace;
      const body = isBlank ? withSingleBlanks(beginning) : beginning;
      const rows = firstRows(body, separator);
      return { separator, rows, ...judge(rows) };
    })
    .sort((a, b) => b.score - a.score);
  const [best] = judged;
  if (best.score === 0) return ",";
  const cells = JSON.stringify(best.rows.map(used));
  // Where all cells can be read, another one needs all rows and most cells; few rows agree by chance.
  const needed = best.rows.length > 2 ? 0.5 : 0.25;
  const isRival = ({ score, agreement }: typeof best) =>
    best.score === 1
      ? agreement === 1 && score > needed
      : agreement === 1
        ? score > 0 || best.score < 0.5
        : score > best.score / 2;
  const other = judged.find(
    (one) => isRival(one) && JSON.stringify(one.rows.map(used)) !== cells,
  );
  if (!other) return best.separator;
  throw badField(
    "data.separator",
    `${path} can be separated by ${separatorNames[best.separator]} or by ${separatorNames[other.separator]}.`,
    `Set "separator" to ${JSON.stringify(best.separator)} or ${JSON.stringify(other.separator)}.`,
  );
}

/** Without the empty cells at the end, which no column needs. */
function used(row: string[]): string[] {
  return row.slice(0, usedWidth(row));
}

/**
 * `agreement`: the share of rows that have the usual number of cells, 0 where that is one. `score`: this
 * times the share of cells in them that can be read, less those that hold parts of numbers.
 */
function judge(rows: string[][]): { agreement: number; score: number } {
  const widths = new Map<number, number>();
  for (const row of rows) {
    const width = usedWidth(row);
    widths.set(width, (widths.get(width) ?? 0) + 1);
  }
  const [[usual] = [0]] = [...widths].sort(
    ([w1, n1], [w2, n2]) => n2 - n1 || w2 - w1,
  );
  if (usual < 2) return { agreement: 0, score: 0 };
  const fitting = rows.filter(
    (row) => row.length >= usual && usedWidth(row) <= usual,
  );
  const cells = fitting.flatMap((row) => row.slice(0, usual));
  const clean = cells.filter(isClean).length;
  const odd = cells.filter((cell) => kindOf(cell) === "odd").length;
  const share = Math.max(0, clean - odd) / cells.length;
  const agreement = fitting.length / rows.length;
  return { agreement, score: agreement * share };
}

/** Whether a cell is one value: a word is not that holds another separator, or a number apart. */
function isClean(cell: string): boolean {
  const kind = kindOf(cell);
  if (kind !== "word") return kind !== "odd";
  const parts = cell.split(/\s+/);
  const hasNumber = parts.length > 1 && parts.some((p) => isNumber(kindOf(p)));
  return !hasNumber && !/[,;|\t]/.test(cell);
}
