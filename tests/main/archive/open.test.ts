import {
  mkdir,
  readdir,
  readFile,
  truncate,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { Database } from "../../../main/archive/db";
import { openArchive } from "../../../main/archive/open";
import { migrations } from "../../../main/archive/migrations";
import type { Migration } from "../../../main/archive/migrations/migration";
import { setWrongly } from "./damage";
import {
  batchOf,
  failureOf,
  open,
  spec,
  summaryAt,
  temporaryFolder,
  temporaryPath,
} from "./helpers";

const addNote: Migration = {
  version: migrations.length + 1,
  async up(sql) {
    await sql.run("ALTER TABLE runs ADD COLUMN note TEXT");
  },
};
const breaks: Migration = {
  version: migrations.length + 1,
  async up(sql) {
    await sql.run("ALTER TABLE runs ADD COLUMN note TEXT");
    await sql.run("this is not SQL");
  },
};

async function raw<T>(path: string, sql: string): Promise<T | undefined> {
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  try {
    return await db.outside((statements) => statements.get<T>(sql));
  } finally {
    await db.close();
  }
}

const versionOf = async (path: string) =>
  (await raw<{ user_version: number }>(path, "PRAGMA user_version"))
    ?.user_version;

describe("opening the archive", () => {
  it("makes the folder, the file and its tables", async () => {
    const path = join(await temporaryFolder(), "a", "b", "archive.db");
    const archive = await open(path);
    expect(await archive.listRuns()).toEqual([]);
    await archive.close();
    expect(await versionOf(path)).toBe(migrations.length);
    expect(await readdir(dirname(path))).toEqual(["archive.db"]);
  });

  it("numbers its migrations from 1 without gaps", () => {
    expect(migrations.map(({ version }) => version)).toEqual(
      migrations.map((_, i) => i + 1),
    );
  });

  it("backs up before it migrates, and keeps what was there", async () => {
    const path = await temporaryPath();
    const before = await open(path);
    await before.createRun(spec, 40);
    await before.appendBatch(1, batchOf(0, 5000), [], summaryAt(4999));
    await before.finish(1, "finished");
    await before.close();

    const after = await open(path, [...migrations, addNote]);
    expect((await after.openRun(1)).rows.steps).toBe(5000);
    await after.close();
    expect(await versionOf(path)).toBe(addNote.version);

    const folder = join(dirname(path), "backups");
    const [file, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(file).toMatch(
      RegExp(
        String.raw`^archive-v${migrations.length}-\d{8}T\d{9}Z-before-update-[0-9a-f]{8}\.db$`,
      ),
    );
    const backup = await open(join(folder, file));
    expect((await backup.openRun(1)).rows.steps).toBe(5000);
  });

  it("makes no backup when there is nothing to do", async () => {
    const path = await temporaryPath();
    await (await open(path)).close();
    await (await open(path)).close();
    expect(await readdir(dirname(path))).toEqual(["archive.db"]);
  });

  it("leaves the archive as it was when a migration fails", async () => {
    const path = await temporaryPath();
    await (await open(path)).close();
    await failureOf(openArchive(path, [...migrations, breaks]));
    expect(await versionOf(path)).toBe(migrations.length);
    const archive = await open(path, [...migrations, addNote]);
    expect(await archive.listRuns()).toEqual([]);
  });

  it("refuses a later version and does not touch it", async () => {
    const path = await temporaryPath();
    await (await open(path, [...migrations, addNote])).close();
    const bytes = await readFile(path);
    expect(await failureOf(openArchive(path))).toMatchObject({
      error: { code: "archive-too-new", hint: expect.any(String) },
    });
    expect(await readFile(path)).toEqual(bytes);
    expect(await readdir(dirname(path))).toEqual(["archive.db"]);
  });

  it.each([
    ["text", Buffer.from("This is not a database. ".repeat(200))],
    [
      "noise",
      Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 37) % 256)),
    ],
  ])("refuses a file of %s and does not touch it", async (_, bytes) => {
    const path = await temporaryPath();
    await writeFile(path, bytes);
    expect(await failureOf(openArchive(path))).toMatchObject({
      error: {
        code: "archive-damaged",
        message: expect.stringContaining(path),
      },
    });
    expect(await readFile(path)).toEqual(bytes);
    expect(await readdir(dirname(path))).toEqual(["archive.db"]);
  });

  it("refuses an archive that was cut off", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    await archive.createRun(spec, 40);
    await archive.appendBatch(1, batchOf(0, 5000), [], summaryAt(4999));
    await archive.close();
    await truncate(path, 8192);
    expect(await failureOf(openArchive(path))).toMatchObject({
      error: {
        code: "archive-damaged",
        message: expect.stringContaining("damaged"),
      },
    });
  });

  it.each([
    ["table runs", "'interrupted'", "'intermupted'"],
    ["table series", "checksum INTEGER", "checksun INTEGER"],
    ["index runs_by_age", "(created_at, id)", "(threshold, id)"],
  ])("refuses an archive whose %s has changed", async (what, from, to) => {
    const path = await temporaryPath();
    await (await open(path)).close();
    const [, name] = what.split(" ");
    const db = await Database.open(path, { create: false, busyTimeout: 0 });
    await db.outside(async (sql) => {
      await sql.run("PRAGMA writable_schema = ON");
      await sql.run(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ?",
        [from, to, name],
      );
    });
    await db.close();
    expect(await failureOf(openArchive(path))).toMatchObject({
      error: {
        code: "archive-damaged",
        message: `The archive is damaged: its ${what} is not as it was stored.`,
      },
    });
  });

  it("refuses an archive in which a run that was going is damaged", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    await archive.createRun(spec, 40);
    await archive.close();
    await setWrongly(path, "runs", "position", 1);
    expect(await failureOf(openArchive(path))).toMatchObject({
      error: {
        code: "archive-damaged",
        message:
          "The archive is damaged: a run that was going is not as it was stored.",
      },
    });
  });

  it.each(["../archive.db", "../empty", "x"])(
    "opens and deletes no file for a run whose process has become %j",
    async (owner) => {
      const path = await temporaryPath();
      const archive = await open(path);
      await archive.createRun(spec, 40);
      await archive.close();
      await writeFile(join(dirname(path), "empty"), "");
      await setWrongly(path, "runs", "owner", owner);
      expect((await open(path)).leftOver).toEqual([1]);
      expect(await readdir(dirname(path))).toEqual(
        expect.arrayContaining(["archive.db", "empty"]),
      );
    },
  );

  it("opens an archive to which somebody has added an index", async () => {
    const path = await temporaryPath();
    await (await open(path)).close();
    await raw(path, "CREATE INDEX mine ON runs (name)");
    const archive = await open(path);
    expect(await archive.listRuns()).toEqual([]);
  });

  it("refuses another program's database", async () => {
    const path = await temporaryPath();
    await raw(path, "CREATE TABLE bookmarks (url TEXT)");
    const bytes = await readFile(path);
    expect(await failureOf(openArchive(path))).toMatchObject({
      error: { code: "archive", message: expect.stringContaining("another") },
    });
    expect(await readFile(path)).toEqual(bytes);
  });

  it("says what is wrong when a folder or a file is in the way", async () => {
    const folder = await temporaryFolder();
    const isFolder = join(folder, "archive.db");
    await mkdir(isFolder);
    const blocker = join(folder, "file");
    await writeFile(blocker, "");
    for (const path of [isFolder, join(blocker, "archive.db")])
      expect(await failureOf(openArchive(path))).toMatchObject({
        error: { code: "archive", message: expect.stringContaining(folder) },
      });
  });
});
