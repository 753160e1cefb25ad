import { execFileSync } from "node:child_process";
import { readFile, readdir, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunDetail } from "../../../core/contract/api";
import { readCapsule, type ImportedRun } from "../../../core/export/capsule";
import type { ResultFile } from "../../../core/export/result-file";
import type { Archive } from "../../../main/archive/archive";
import { Database } from "../../../main/archive/db";
import { readRecords } from "../../../main/archive/records";
import type { Dialogs } from "../../../main/files/dialogs";
import { exportCapsules, importCapsules } from "../../../main/files/capsules";
import { goldenAnalysis } from "../../core/theory/support";
import {
  batchOf,
  checkpointAt,
  engine,
  failureOf,
  open,
  spec,
  summaryAt,
  temporaryArchive,
  temporaryFolder,
  temporaryPath,
} from "../archive/helpers";

const saveAt = (path: string | null, open: string[] = []): Dialogs => ({
  save: async () => path,
  open: async () => open,
});

/** Two runs with everything that a run can have; the second one is still going. */
async function twoRuns(): Promise<Archive> {
  const archive = await temporaryArchive();
  const odd = [NaN, Infinity, -Infinity, -0, 1 / 3];
  for (const name of ["first", "second"]) {
    const { id } = await archive.createRun({ ...spec, name }, 40);
    await archive.setEngine(id, engine);
    await archive.appendBatch(
      id,
      batchOf(0, 5000, (step) => odd[step % 5] * step),
      [{ kind: "diverged", step: 4, message: "So.", value: NaN }],
      summaryAt(4999),
      checkpointAt(4999),
    );
  }
  await archive.organise(1, {
    tags: ["a"],
    project: "P",
    colour: 1,
    notes: "N",
  });
  await archive.setPins(1, [
    { id: "p", chart: "loss", step: 1, value: 2, text: "Here." },
  ]);
  await archive.finish(1, "failed", {
    error: { code: "engine", message: "No.", hint: "Yes." },
  });
  return archive;
}

/** The bits of all columns, and all else but what belongs to the archive. */
async function contents(archive: Archive, run: RunDetail) {
  const records = await readRecords(archive, run);
  const bits = Object.values(records).flatMap((columns) =>
    Object.entries(columns).map(([name, column]) => [
      name,
      new BigUint64Array(column.buffer),
    ]),
  );
  return { ...run, id: 0, checkpointStep: null, kept: null, bits };
}

describe("capsules", () => {
  it("carry runs from one archive to another, to the last bit", async () => {
    const from = await twoRuns();
    const path = join(await temporaryFolder(), "runs.json");
    expect(await exportCapsules(from, saveAt(path), [1, 2])).toBe(path);

    const to = await temporaryArchive();
    await to.createRun(spec, 40);
    const reply = await importCapsules(to, saveAt(null), [path]);
    expect(reply.added.map(({ id }) => id)).toEqual([2, 3]);
    expect(reply.present).toEqual([]);
    const first = await to.openRun(2);
    expect(await contents(to, first)).toEqual(
      await contents(from, await from.openRun(1)),
    );
    const { rows: counts, status } = await to.openRun(3);
    expect({ counts, status }).toEqual({
      counts: { steps: 5000, spectrum: 0, test: 0, batch: 0, batchSteps: 0 },
      status: "interrupted",
    });
    expect(reply.added[0]).toEqual(
      (await to.listRuns()).find(({ id }) => id === 2),
    );
    expect(await failureOf(to.continueRun(3))).toMatchObject({
      error: { message: "Run 3 has no checkpoint to continue from." },
    });
  });

  it("of one run are a result file", async () => {
    const archive = await twoRuns();
    const path = join(await temporaryFolder(), "run.json");
    await exportCapsules(archive, saveAt(path), [1]);
    const file = JSON.parse(await readFile(path, "utf8")) as ResultFile;
    expect(file.name).toBe("first");
    expect(file.result.series.loss.slice(1, 5)).toEqual([
      "Infinity",
      "-Infinity",
      "-0",
      4 / 3,
    ]);
  });

  it("are written and read only where the person wants it", async () => {
    const archive = await twoRuns();
    expect(await exportCapsules(archive, saveAt(null), [1])).toBeNull();
    expect(await importCapsules(archive, saveAt(null))).toEqual({
      added: [],
      present: [],
    });
    const path = join(await temporaryFolder(), "run.json");
    await exportCapsules(archive, saveAt(path), [1]);
    const to = await temporaryArchive();
    const { added } = await importCapsules(to, saveAt(null, [path]));
    expect(added).toMatchObject([{ id: 1, name: "first" }]);
  });

  it("add a run once, also where it was renamed, but add what has become of it since", async () => {
    const from = await twoRuns();
    const folder = await temporaryFolder();
    const [one, both, analysed] = ["one", "both", "analysed"].map((name) =>
      join(folder, name),
    );
    await exportCapsules(from, saveAt(one), [1]);
    await exportCapsules(from, saveAt(both), [1, 2]);
    const to = await temporaryArchive();
    const bring = async (...paths: string[]) => {
      const reply = await importCapsules(to, saveAt(null), paths);
      const ids = (rows: { id: number }[]) => rows.map(({ id }) => id);
      return [ids(reply.added), ids(reply.present)];
    };
    expect(await bring(one, both)).toEqual([[1, 2], []]);
    await to.organise(1, { name: "renamed", tags: ["mine"] });
    expect(await bring(both)).toEqual([[], [1, 2]]);
    expect(await to.openRun(1)).toMatchObject({ name: "renamed" });
    // One that is put aside comes back as a new one.
    await to.putAside([1]);
    expect(await bring(both)).toEqual([[3], [2]]);

    await from.setTheory(1, goldenAnalysis());
    await exportCapsules(from, saveAt(analysed), [1]);
    expect(await bring(analysed)).toEqual([[4], []]);
    expect(await bring(one)).toEqual([[], [3]]);
    expect(await bring(analysed)).toEqual([[], [4]]);
  });

  it("add a run that differs in one bit, and the whole one where the one here is damaged", async () => {
    const from = await twoRuns();
    const path = join(await temporaryFolder(), "run.json");
    await exportCapsules(from, saveAt(path), [1]);
    const [run] = readCapsule(await readFile(path, "utf8"));
    const other = structuredClone(run);
    const bits = new BigUint64Array(other.records.steps.loss.buffer);
    bits[4999] ^= 1n;
    const file = await temporaryPath();
    const to = await open(file);
    const idsOf = async (one: ImportedRun) => {
      const { added, present } = await to.importRuns([one]);
      return [added.map(({ id }) => id), present.map(({ id }) => id)];
    };
    expect(await idsOf(run)).toEqual([[1], []]);
    expect(await idsOf(other)).toEqual([[2], []]);
    expect(await idsOf(other)).toEqual([[], [2]]);
    const db = await Database.open(file, { create: false, busyTimeout: 0 });
    await db.outside((sql) =>
      sql.run(`UPDATE series SET checksum = checksum + 1 WHERE run_id = 1`),
    );
    await db.close();
    expect(await idsOf(run)).toEqual([[3], []]);
  });

  it("leave no file behind when a run is none", async () => {
    const archive = await twoRuns();
    const folder = await temporaryFolder();
    const save = exportCapsules(archive, saveAt(join(folder, "x")), [1, 9]);
    expect(await failureOf(save)).toMatchObject({
      error: { code: "not-found" },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.skipIf(process.platform === "win32")(
    "are not read from a pipe or a device, which need not end",
    async () => {
      const archive = await twoRuns();
      const pipe = join(await temporaryFolder(), "pipe");
      execFileSync("mkfifo", [pipe]);
      for (const path of [pipe, "/dev/zero"])
        expect(
          await failureOf(importCapsules(archive, saveAt(null), [path])),
        ).toMatchObject({
          error: {
            code: "file",
            message: expect.stringContaining("It is a pipe or a device."),
          },
        });
    },
  );

  it("are imported all or none, also where the archive refuses one", async () => {
    const archive = await twoRuns();
    const path = join(await temporaryFolder(), "run.json");
    await exportCapsules(archive, saveAt(path), [1]);
    const [run] = readCapsule(await readFile(path, "utf8"));
    const other = { ...run, createdAt: run.createdAt + 1 };
    const nameless = {
      ...run,
      createdAt: run.createdAt + 2,
      spec: { ...run.spec, name: "" },
    };
    await failureOf(archive.importRuns([other, nameless]));
    expect((await archive.listRuns()).length).toBe(2);
  });

  it("are refused by name, and nothing is imported then", async () => {
    const archive = await twoRuns();
    const folder = await temporaryFolder();
    const path = (name: string) => join(folder, name);
    await exportCapsules(archive, saveAt(path("good.json")), [1]);
    await writeFile(path("bad.json"), "[");
    await writeFile(path("huge.json"), "");
    // A hole: it takes no room on the disk.
    const { size } = await stat(path("good.json"));
    await truncate(path("huge.json"), 500_000_001 - size);
    const refused = {
      "bad.json": "bad.json was not imported. It is not JSON:",
      "huge.json": "huge.json was not imported. There is more than 500 MB",
      "none.json": "none.json was not imported. It cannot be read (ENOENT).",
      "\t\x0e": "\ufffd\ufffd was not imported.",
      "": "It is a folder.",
    };
    for (const [name, sentence] of Object.entries(refused)) {
      const paths = [path("good.json"), path(name)];
      expect(
        await failureOf(importCapsules(archive, saveAt(null), paths)),
      ).toMatchObject({
        error: { code: "file", message: expect.stringContaining(sentence) },
      });
    }
    expect((await archive.listRuns()).length).toBe(2);
  });
});
