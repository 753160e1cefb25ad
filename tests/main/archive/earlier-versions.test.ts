import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunDetail } from "../../../core/contract/api";
import { requireExperiment } from "../../../core/experiment/validate";
import { agreementOf } from "../../../core/export/agreement";
import { readCapsule } from "../../../core/export/capsule";
import { resultFile, type ResultFile } from "../../../core/export/result-file";
import type { Archive } from "../../../main/archive/archive";
import { Database } from "../../../main/archive/db";
import { migrations } from "../../../main/archive/migrations";
import { readRecords } from "../../../main/archive/records";
import { archiveOf, exportsOf, seriesIn, versions } from "../earlier-versions";
import { open } from "./helpers";

/** Runs the command line as built; answers with its exit code. */
function lab(args: string[], input = ""): Promise<number | null> {
  const child = spawn(process.execPath, [resolve("out/main/cli.js"), ...args], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.end(input);
  return new Promise((done) => child.on("close", done));
}

async function runNamed(archive: Archive, name: string): Promise<RunDetail> {
  const run = (await archive.listRuns()).find((each) => each.name === name);
  if (!run) throw new Error(`There is no run ${name}.`);
  return archive.openRun(run.id);
}

async function fileOf(archive: Archive, run: RunDetail): Promise<ResultFile> {
  return resultFile(run, await readRecords(archive, run));
}

const has = (version: number, first: number) => version >= first;

it("has an archive of each version from the first, but perhaps the newest", () => {
  const all = migrations.map(({ version }) => version);
  expect([all, all.slice(0, -1)]).toContainEqual(versions);
});

describe.each(versions)("an archive of version %i", (version) => {
  let old: ResultFile[];
  beforeAll(async () => {
    old = await exportsOf(version);
  });
  const oldNamed = (name: string) => {
    const file = old.find((each) => each.name === name);
    if (!file) throw new Error(`There is no file ${name}.`);
    return file;
  };

  it("opens, with a backup as it was before each step", async () => {
    const path = await archiveOf(version);
    await open(path);
    const folder = join(dirname(path), "backups");
    const backups = await readdir(folder).catch(() => []);
    const later = migrations.slice(version);
    expect(backups.sort()).toEqual(
      later.map(({ version: to }) =>
        expect.stringMatching(`^archive-v${to - 1}-`),
      ),
    );
    for (const [i, name] of backups.entries()) {
      const db = await Database.open(join(folder, name), {
        create: false,
        busyTimeout: 0,
      });
      const [{ user_version: found }] = await db.read((sql) =>
        sql.all<{ user_version: number }>("PRAGMA user_version"),
      );
      const [{ runs }] = await db.read((sql) =>
        sql.all<{ runs: number }>("SELECT count(*) AS runs FROM runs"),
      );
      await db.close();
      expect(found).toBe(version + i);
      expect(runs).toBeGreaterThanOrEqual(old.length);
    }
  });

  it("has the runs that the old program wrote of it, to the last bit", async () => {
    const archive = await open(await archiveOf(version));
    for (const file of old) {
      const run = await runNamed(archive, file.name);
      const now = await fileOf(archive, run);
      const { series, events, summary, engine, status, ...rest } = file.result;
      expect(seriesIn(now, version)).toEqual(series);
      expect(now.result.events).toEqual(events);
      expect(now.result.summary).toMatchObject(summary);
      expect(now.result.engine).toMatchObject(engine ?? {});
      expect(now.result.status).toBe(
        status === "running" ? "interrupted" : status,
      );
      expect(now.result).toMatchObject(rest);
      // Its experiment can be cloned: it is accepted as it is.
      expect(requireExperiment({ ...run.spec })).toEqual(run.spec);
    }
  });

  it("exports its runs as files that can be read back", async () => {
    const archive = await open(await archiveOf(version));
    for (const { name } of old) {
      const run = await runNamed(archive, name);
      const [back] = readCapsule(JSON.stringify(await fileOf(archive, run)));
      expect(back.records).toEqual(await readRecords(archive, run));
      expect(back.summary).toEqual(run.summary);
      expect(back.spec).toEqual({ ...run.spec, name });
    }
  });

  it("lets a stopped run go on to where the undisturbed one came", async () => {
    const path = await archiveOf(version);
    const archive = await open(path);
    const { id, checkpointStep } = await runNamed(archive, "Stopped");
    if (!has(version, 2)) {
      // There were no checkpoints; the refusal says so.
      expect(checkpointStep).toBeNull();
      await expect(archive.continuationOf(id)).rejects.toThrow(
        /has no checkpoint to continue from.*an earlier version made it/,
      );
      return;
    }
    expect(checkpointStep).toBeGreaterThan(9);
    expect(await lab(["resume", String(id), "--archive", path])).toBe(0);
    const resumed = await archive.openRun(id);
    expect(resumed.status).toBe("finished");
    const whole = await runNamed(archive, "Finished");
    const agreement = agreementOf(
      { run: whole, records: await readRecords(archive, whole) },
      { run: resumed, records: await readRecords(archive, resumed) },
    );
    expect(agreement.whole).toBe(true);
    // The way of the parameters is the same bit for bit.
    expect(agreement.differences.filter((d) => d.table === "steps")).toEqual(
      [],
    );
    // Later programs begin the subspace of the eigenvectors in other ways: rounding of S, and how often they
    // multiply.
    const measured = agreement.differences.filter(({ column }) =>
      /^(lambda|overlap)/.test(column),
    );
    for (const { largest } of measured) expect(largest).toBeLessThan(1e-9);
  });

  it("has runs that can be done again", async () => {
    const path = await archiveOf(version);
    const archive = await open(path);
    const name = has(version, 2) ? "Tested" : "Finished";
    const run = await runNamed(archive, name);
    const input = JSON.stringify(run.spec);
    expect(await lab(["run", "-", "--archive", path], input)).toBe(0);
    const [{ id }] = await archive.listRuns();
    const again = await archive.openRun(id);
    const agreement = agreementOf(
      { run, records: await readRecords(archive, run) },
      { run: again, records: await readRecords(archive, again) },
    );
    expect(agreement.whole).toBe(true);
    const [before, after] = agreement.crossings;
    expect(after).toBe(before);
    // Version 2 multiplies by a kernel of its own, which sums in another order.
    if (!has(version, 2)) expect(agreement.loss?.largest).toBeLessThan(1e-12);
    else expect(agreement.loss).toBeNull();
  });

  if (has(version, 3))
    it("keeps what a person added, and the queue", async () => {
      const archive = await open(await archiveOf(version));
      expect(await runNamed(archive, "Finished")).toMatchObject({
        tags: ["thesis", "keep"],
        project: "Edge",
        colour: 3,
        notes: "Crosses **late**.",
        pins: [{ text: "Look here.", step: 48 }],
      });
      const { id, reproduces } = await runNamed(archive, "Again");
      expect([reproduces, id > 1]).toEqual([1, true]);
      expect(await archive.views()).toEqual([
        { id: "v", name: "Thesis", state: { filter: "tag:thesis" } },
      ]);
      expect(await archive.listDeleted()).toMatchObject([
        { name: "Put aside" },
      ]);
      const waiting = await Promise.all(
        (await archive.queue()).map((each) => archive.openRun(each)),
      );
      expect(waiting).toMatchObject([
        { name: "Next", status: "queued", groupName: "Later" },
        { name: "After it", status: "queued", groupName: "Later" },
      ]);
      expect(await archive.takeNext()).toMatchObject({
        name: "Next",
        status: "running",
      });
    });

  if (has(version, 4))
    it("keeps the analysis of a run", async () => {
      const archive = await open(await archiveOf(version));
      const run = await runNamed(archive, "Finished");
      const { theory, series } = oldNamed("Finished").result;
      expect(run.theory).toEqual(theory);
      const rows = await archive.readTheory(run.id);
      expect(Object.keys(rows)).not.toEqual([]);
      for (const [name, column] of Object.entries(rows))
        expect(series[`theory.${name}`]).toHaveLength(column.length);
    });

  if (has(version, 5))
    it("keeps what was expected of a run", async () => {
      const archive = await open(await archiveOf(version));
      expect(await runNamed(archive, "Expected")).toMatchObject({
        expectation: { kind: "edge", step: 50 },
      });
    });
});
