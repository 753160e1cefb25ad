/** Files in the place of the archive that are none, or no longer: read, or refused with a sentence. */
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import sqlite3 from "sqlite3";
import { expect, it } from "vitest";
import type { LabErrorCode } from "../../../core/errors";
import { ArchiveFailure } from "../../../main/archive/failure";
import { migrations } from "../../../main/archive/migrations";
import { openArchive } from "../../../main/archive/open";
import { checkArchive } from "../../../main/archive/check";
import { recover } from "../../../main/archive/recover";
import { readRecords } from "../../../main/archive/records";
import { length } from "../length";
import { fuzz, type Verdict } from "./campaign";
import { damaged, damages, share } from "./generators/bytes";
import { archiveOf, newestArchive, type Files } from "./old-archives";
import { expectRefusal } from "./refusal";
import { scratchFolder } from "./scratch";

const refusals: LabErrorCode[] = [
  "archive",
  "archive-damaged",
  "archive-too-new",
];

/** Everything that the window might ask of an archive. */
async function readAll(path: string) {
  const archive = await openArchive(path, migrations, { backUp: false });
  try {
    await archive.views();
    await archive.queue();
    await archive.listDeleted();
    for (const { id } of await archive.listRuns())
      await readRecords(archive, await archive.openRun(id));
  } finally {
    await archive.close();
  }
}

/** Letters in the place of others, in the texts that the archive keeps: structure stays as it is. */
const slips = fc.array(fc.tuple(share, fc.integer({ min: 0x20, max: 0x7e })), {
  minLength: 1,
  maxLength: 3,
});

function slipped(bytes: Uint8Array, changes: [number, number][]): Uint8Array {
  const isText = (at: number) =>
    bytes.subarray(at - 4, at + 5).every((byte) => byte >= 0x20 && byte < 0x7f);
  const places = [...bytes.keys()].filter((at) => at > 4 && isText(at));
  const copy = Uint8Array.from(bytes);
  for (const [at, letter] of changes)
    copy[places[Math.floor(at * places.length)]] = letter;
  return copy;
}

/** Another program's file. */
async function anotherProgram(folder: string): Promise<Files> {
  const path = join(folder, "other.db");
  await new Promise<void>((resolve, reject) => {
    const db = new sqlite3.Database(path, () =>
      db.exec(
        "CREATE TABLE mail (text TEXT); INSERT INTO mail VALUES ('Hello')",
        (error) => {
          if (error) return reject(error);
          db.close(() => resolve());
        },
      ),
    );
  });
  return { archive: await readFile(path), log: null };
}

it("reads an archive, or refuses it with a sentence, and recovers what it can", async () => {
  const folder = await scratchFolder();
  const all: Files[] = [await anotherProgram(folder)];
  for (const { version } of migrations)
    all.push(...(await archiveOf(version, folder)));
  all.push(...(await newestArchive(folder)));
  const home = join(folder, "home");
  const path = join(home, "archive.db");
  const newest = all.length - 1;

  async function read(files: Files): Promise<Verdict> {
    await rm(home, { recursive: true, force: true });
    await mkdir(home);
    await writeFile(path, files.archive);
    if (files.log) await writeFile(`${path}-wal`, files.log);
    const copy = join(home, "damaged.db");
    await copyFile(path, copy);
    if (files.log) await writeFile(`${copy}-wal`, files.log);
    let verdict: Verdict = "accepted";
    try {
      await readAll(path);
    } catch (thrown) {
      expectRefusal(thrown, refusals);
      const { code, message } = (thrown as ArchiveFailure).error;
      if (code === "archive-too-new" || message.includes("another program"))
        expect(Buffer.from(files.archive).equals(await readFile(path))).toBe(
          true,
        );
      verdict = "refused";
    }
    await recovered(copy);
    return verdict;
  }

  /** Whatever the damage, what comes of it is whole. */
  async function recovered(copy: string) {
    const fresh = join(home, "fresh.db");
    try {
      await recover(copy, fresh);
    } catch (thrown) {
      return expectRefusal(thrown, refusals);
    }
    expect(await checkArchive(fresh)).toMatchObject({ problems: [] });
    await readAll(fresh);
  }

  const from = fc.oneof(
    fc.nat(newest),
    fc.constant(newest),
    fc.constant(newest - 1),
  );
  await fuzz({
    kind: "archive files",
    inputs: fc.oneof(
      {
        weight: 9,
        arbitrary: fc
          .tuple(from, damages, fc.option(damages))
          .map(([index, changes, ofLog]): Files => {
            const { archive, log } = all[index];
            if (!log) return { archive: damaged(archive, changes), log };
            // The log alone, or both.
            return ofLog
              ? { archive: damaged(archive, changes), log: damaged(log, ofLog) }
              : { archive, log: damaged(log, changes) };
          }),
      },
      {
        weight: 4,
        arbitrary: fc.tuple(from, slips).map(([index, changes]): Files => ({
          ...all[index],
          archive: slipped(all[index].archive, changes),
        })),
      },
      fc
        .tuple(fc.uint8Array({ maxLength: 200 }), fc.boolean())
        .map(([bytes, isMagic]): Files => ({
          archive: isMagic
            ? Buffer.concat([Buffer.from("SQLite format 3\0"), bytes])
            : bytes,
          log: null,
        })),
      fc.constantFrom(...all),
    ),
    runs: length(120, 2500),
    limit: 20_000,
    check: read,
  });
});

it("refuses a folder in the place of the archive", async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, "archive.db"));
  const failure = await openArchive(join(folder, "archive.db")).catch(
    (error: unknown) => error,
  );
  expect(() => expectRefusal(failure, refusals)).not.toThrow();
  expect(await readdir(folder)).toContain("archive.db");
});
