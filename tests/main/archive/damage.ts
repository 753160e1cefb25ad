/** Archives to be damaged: real ones, and ways to hurt them. */
import { open, readFile, writeFile } from "node:fs/promises";
import {
  batchOf,
  checkpointAt,
  engine,
  open as openArchive,
  spec,
  summaryAt,
} from "./helpers";
import { Database, type SqlValue } from "../../../main/archive/db";

/** An archive, closed, of so many runs of 5,000 steps; the last one was interrupted. */
export async function makeArchive(path: string, runs: number) {
  const archive = await openArchive(path);
  for (let i = 1; i <= runs; i++) {
    const { id } = await archive.createRun({ ...spec, name: `run ${i}` }, 40);
    await archive.setEngine(id, engine);
    await archive.appendBatch(
      id,
      batchOf(0, 5000, (step) => Math.sin(i * step)),
      [{ kind: "crossing", step: 991, message: "So.", value: 40 }],
      summaryAt(4999),
      checkpointAt(4999),
    );
    if (i < runs) await archive.finish(id, "finished");
  }
  await archive.close();
}

/** Puts a value into a column of all rows of a table that must not have it there. */
export async function setWrongly(
  path: string,
  table: string,
  column: string,
  value: SqlValue,
) {
  const define = async (change: string, values: SqlValue[]) => {
    const db = await Database.open(path, { create: false, busyTimeout: 0 });
    await db.outside(async (sql) => {
      await sql.run("PRAGMA writable_schema = ON");
      await sql.run(
        `UPDATE sqlite_schema SET sql = ${change} WHERE name = '${table}'`,
        values,
      );
      const row = await sql.get<{ v: number }>(
        "SELECT schema_version AS v FROM pragma_schema_version",
      );
      await sql.run(`PRAGMA schema_version = ${(row?.v ?? 0) + 1}`);
    });
    await db.close();
  };
  const db = await Database.open(path, { create: false, busyTimeout: 0 });
  const definition = await db.outside((sql) =>
    sql.get<{ sql: string }>("SELECT sql FROM sqlite_schema WHERE name = ?", [
      table,
    ]),
  );
  await define(
    "replace(replace(sql, 'TEXT NOT NULL', 'TEXT'), 'BLOB NOT NULL', 'BLOB')",
    [],
  );
  await db.outside(async (sql) => {
    await sql.run("PRAGMA ignore_check_constraints = ON");
    await sql.run(`UPDATE ${table} SET ${column} = ?`, [value]);
  });
  await db.close();
  await define("?", [definition?.sql ?? null]);
}

/** Changes one bit. @param at the byte; from the end when negative */
export async function flipBit(path: string, at: number, bit = 3) {
  const bytes = await readFile(path);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] ^= 1 << bit;
  await writeFile(path, bytes);
}

/** Overwrites a whole page with zeros. @param page from 1 */
export async function blankPage(path: string, page: number) {
  const file = await open(path, "r+");
  await file.write(Buffer.alloc(4096), 0, 4096, (page - 1) * 4096);
  await file.close();
}

/** Where some bytes stand in a file. */
export async function find(path: string, bytes: Buffer): Promise<number> {
  const place = (await readFile(path)).indexOf(bytes);
  if (place < 0) throw new Error("It is not in the file.");
  return place;
}
