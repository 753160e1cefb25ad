import { quoted, readNumber, type CellKind, type DecimalSign } from "./cell";
import type { ColumnScan, Place } from "./scan";
import type { CsvSpec } from "./fields";
import { badField } from "../refuse";
import { grouped } from "../../text/grouped";

interface Named {
  label: string;
  scan: ColumnScan;
}

/**
 * The decimal sign of all numbers of a file. One that marks decimals in one cell marks them in all; the
 * other then marks thousands.
 * @param columns the columns of numbers
 * @throws LabFailure where both signs mark decimals, or a number has two meanings
 */
export function decimalOf(
  spec: CsvSpec,
  columns: Named[],
): { sign: DecimalSign; caution: string | null } {
  const where = (kind: CellKind) => firstOf(kind, columns);
  const [point, comma] = [where("point"), where("comma")];
  if (point && comma && !spec.decimal)
    throw badField(
      "data.decimal",
      `${spec.path} uses two decimal signs: ${placed(point)}, and ${placed(comma)}.`,
      'Write all numbers with one decimal sign, or put a column into "ignore".',
    );
  const certain = spec.decimal ?? (point ? "." : comma ? "," : null);
  const [point3, comma3] = [where("point3"), where("comma3")];
  if (certain)
    return {
      sign: certain,
      caution: thousands(certain === "." ? comma3 : point3, certain),
    };
  const open = comma3 ?? point3;
  if (!open) return { sign: ".", caution: null };
  const [asPoint, asComma] = [".", ","].map((sign) =>
    readNumber(open.text, sign as DecimalSign),
  );
  throw badField(
    "data.decimal",
    `${spec.path}, ${placed(open)}, may mean ${asPoint} or ${asComma}.`,
    `Set "decimal": "." to read ${asPoint}, or "decimal": "," to read ${asComma}.`,
  );
}

type Found = Place & { label: string };

function firstOf(kind: CellKind, columns: Named[]): Found | null {
  return columns.reduce<Found | null>((best, { label, scan }) => {
    const place = scan.first[kind];
    return place && (!best || place.row < best.row)
      ? { ...place, label }
      : best;
  }, null);
}

function thousands(found: Found | null, sign: DecimalSign): string | null {
  return (
    found &&
    `The ${sign === "." ? "comma" : "point"} was read as a thousands separator: ${placed(found)}, is ${readNumber(found.text, sign)}.`
  );
}

function placed({ row, label, text }: Found): string {
  return `row ${grouped(row)}, ${label}: ${quoted(text)}`;
}
