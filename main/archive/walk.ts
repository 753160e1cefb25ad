import type { Reader, SqlValue } from "./db";
import { ArchiveFailure } from "./failure";

export type StoredRow = Record<string, SqlValue> & { rowid: number };

/** Above every row number that this program gives. */
const beyond = 2 ** 40;

/**
 * Every row of a table that can still be read, in order of rowid. Indexes, which may be damaged
 * themselves, are not used.
 * @param columns names of columns, from this program
 */
export async function* readableRows(
  sql: Reader,
  table: string,
  columns: string[],
): AsyncGenerator<StoredRow> {
  const select = (what: string, where: string, limit: number) =>
    `SELECT ${what} FROM ${table} NOT INDEXED WHERE ${where} ORDER BY rowid LIMIT ${limit}`;
  const all = ["rowid AS rowid", ...columns].join(", ");
  const rowsAfter = (after: number, limit: number) =>
    attempt(async () => {
      const rows = await sql.all<StoredRow>(select(all, "rowid > ?", limit), [
        after,
      ]);
      // A damaged page may hold its rows in any order; then only the first step is safe.
      const ascend = rows.every(
        ({ rowid }, i) => rowid > (i ? rows[i - 1].rowid : after),
      );
      return ascend ? rows : undefined;
    });
  const numberFrom = (from: number) =>
    attempt(async () => {
      const [row] = await sql.all<StoredRow>(
        select("rowid AS rowid", "rowid >= ?", 1),
        [from],
      );
      return row === undefined || row.rowid >= from ? { row } : undefined;
    });

  for (let after = 0; ;) {
    const rows = (await rowsAfter(after, 32)) ?? (await rowsAfter(after, 1));
    if (rows) {
      if (rows.length === 0) return;
      yield* rows;
      after = rows[rows.length - 1].rowid;
      continue;
    }
    const next = await numberFrom(after + 1);
    if (next) {
      // Its number can be read, the rest of it cannot.
      if (!next.row) return;
      after = next.row.rowid;
    } else {
      const from = await firstReadable(after + 1, numberFrom);
      if (from === null) return;
      after = from - 1;
    }
  }
}

/**
 * The smallest number from which the table can be read again, found by doubling and halving.
 * @param known a number from which it cannot
 */
async function firstReadable(
  known: number,
  isReadable: (from: number) => Promise<unknown>,
): Promise<number | null> {
  let low = known;
  let high = known + 1;
  while (!(await isReadable(high))) {
    low = high;
    high = known + 2 * (high - known);
    if (high > beyond) return null;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await isReadable(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Undefined for what damage makes unreadable. */
async function attempt<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ArchiveFailure) return undefined;
    throw error;
  }
}
