import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Database } from "../../../main/archive/db";
import { failureOf, temporaryPath } from "./helpers";

async function fresh() {
  const path = await temporaryPath();
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await db.write((sql) => sql.run("CREATE TABLE t (x INTEGER) STRICT"));
  const rows = () =>
    db.read(async (sql) =>
      (await sql.all<{ x: number }>("SELECT x FROM t")).map(({ x }) => x),
    );
  return { path, db, rows };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 2));

describe("database", () => {
  it("runs transactions one after the other, in the order asked for", async () => {
    const { db, rows } = await fresh();
    const log: string[] = [];
    const work = (name: string, fails: boolean) =>
      db.write(async (sql) => {
        log.push(`${name} begins`);
        await sql.run("INSERT INTO t VALUES (1)");
        await tick();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([
      work("a", false),
      work("b", true),
      work("c", false),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(log).toEqual(
      ["a", "b", "c"].flatMap((n) => [`${n} begins`, `${n} ends`]),
    );
    expect(await rows()).toEqual([1, 1]);
    await db.close();
  });

  it("shows a read nothing of a transaction that is not through", async () => {
    const { db, rows } = await fresh();
    const write = db.write(async (sql) => {
      await sql.run("INSERT INTO t VALUES (1)");
      await tick();
      throw new Error("rolled back");
    });
    const seen = rows();
    await failureOf(write);
    expect(await seen).toEqual([]);
    await db.close();
  });

  it("finishes what was asked for before it closes", async () => {
    const { path, db } = await fresh();
    void db.write(async (sql) => {
      await tick();
      await sql.run("INSERT INTO t VALUES (5)");
    });
    await db.close();
    const again = await Database.open(path, { create: false, busyTimeout: 0 });
    expect(await again.read((sql) => sql.all("SELECT x FROM t"))).toEqual([
      { x: 5 },
    ]);
    await again.close();
  });

  it("says that the disk is full, keeps what was there and goes on", async () => {
    const { path, db, rows } = await fresh();
    await db.write((sql) => sql.run("INSERT INTO t VALUES (1)"));
    await db.outside((sql) => sql.run("PRAGMA max_page_count = 3"));
    const fill = db.write(async (sql) => {
      for (let i = 0; i < 5000; i++) await sql.run("INSERT INTO t VALUES (2)");
    });
    expect(await failureOf(fill)).toMatchObject({
      reason: "SQLITE_FULL",
      error: {
        code: "archive",
        message: expect.stringContaining(path),
        hint: expect.any(String),
      },
    });
    expect(await rows()).toEqual([1]);
    await db.outside((sql) => sql.run("PRAGMA max_page_count = 1000"));
    await db.write((sql) => sql.run("INSERT INTO t VALUES (3)"));
    expect(await rows()).toEqual([1, 3]);
    await db.close();
  });

  it("says that another program keeps the file locked", async () => {
    const { path, db } = await fresh();
    const other = await Database.open(path, { create: false, busyTimeout: 0 });
    await other.outside((sql) => sql.run("BEGIN EXCLUSIVE"));
    const write = db.write((sql) => sql.run("INSERT INTO t VALUES (1)"));
    expect(await failureOf(write)).toMatchObject({ reason: "SQLITE_BUSY" });
    await other.close();
    await db.close();
  });

  it("takes a column that is no longer there for damage", async () => {
    const { db } = await fresh();
    const read = db.read((sql) => sql.all("SELECT gone FROM t"));
    expect(await failureOf(read)).toMatchObject({
      error: { code: "archive-damaged" },
    });
    await db.close();
  });

  it("takes a format that it does not know for damage", async () => {
    const { path, db } = await fresh();
    await db.close();
    const bytes = await readFile(path);
    // The fourth byte of the schema's format.
    bytes[47] = 9;
    await writeFile(path, bytes);
    const again = await Database.open(path, { create: false, busyTimeout: 0 });
    const read = again.read((sql) => sql.all("SELECT x FROM t"));
    expect(await failureOf(read)).toMatchObject({
      error: { code: "archive-damaged" },
    });
    await again.close();
  });

  it("leaves a mistake in this program as it is", async () => {
    const { db } = await fresh();
    const error = await failureOf(
      db.write((sql) => sql.run("INSERT INTO t VALUES ('x')")),
    );
    expect(error).toMatchObject({ code: "SQLITE_CONSTRAINT" });
    expect(error).not.toHaveProperty("error");
    await db.close();
  });
});
