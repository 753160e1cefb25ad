import { expect, it } from "vitest";
import type { RunPage, RunRow } from "../../../core/contract/api";
import { manyRuns } from "../../bench/many-runs";
import { Database } from "../../../main/archive/db";
import { failureOf, open, temporaryPath } from "./helpers";

it("lists runs as text exactly as it lists them as objects", async () => {
  const path = await temporaryPath();
  const archive = await open(path);
  await archive.importRuns(manyRuns(30));
  await archive.organiseSeveral([
    { id: 3, changes: { notes: "“η”\n\u2028\u0001", tags: ['a"b'] } },
    { id: 5, changes: { project: "Two", colour: 4 } },
  ]);
  await archive.putAside([7]);
  const listed = await archive.listRuns();
  expect(listed).toHaveLength(29);
  expect(JSON.parse(await archive.listRunsAsJson())).toEqual(listed);
});

it("lists page by page what it lists at once, also where runs began at the same moment", async () => {
  const archive = await open(await temporaryPath());
  const at = (i: number) => 1_790_000_000_000 + Math.floor(i / 7);
  const several = manyRuns(30).map((run, i) => ({ ...run, createdAt: at(i) }));
  await archive.importRuns(several);
  await archive.putAside([7, 20]);
  const whole = await archive.listRuns();
  expect(whole).toHaveLength(28);
  const pages: RunRow[][] = [];
  let after: RunPage["after"] = null;
  for (let rest = whole.length; rest > 0; rest -= pages.at(-1)?.length ?? 99) {
    const page: RunPage = { after, most: 5 };
    const text = await archive.listRunsAsJson(page);
    pages.push(JSON.parse(text) as RunRow[]);
    expect(await archive.listRuns(page)).toEqual(pages.at(-1));
    const last = pages.at(-1)?.at(-1);
    after = last ? { createdAt: last.createdAt, id: last.id } : null;
  }
  expect(pages.map(({ length }) => length)).toEqual([5, 5, 5, 5, 5, 3]);
  expect(pages.flat()).toEqual(whole);
  expect(await archive.listRuns({ after, most: 5 })).toEqual([]);
});

it("lists those of some runs that are there, newest first", async () => {
  const archive = await open(await temporaryPath());
  await archive.importRuns(manyRuns(9));
  await archive.putAside([4]);
  const listed = await archive.listSome([2, 4, 8, 99]);
  expect(listed.map(({ id }) => id)).toEqual([8, 2]);
  const whole = await archive.listRuns();
  expect(listed).toEqual(whole.filter(({ id }) => [2, 8].includes(id)));
});

it("completes an experiment of an earlier version, and tells damage", async () => {
  const path = await temporaryPath();
  const archive = await open(path);
  await archive.importRuns(manyRuns(3));
  await archive.close();
  const db = await Database.open(path, { create: false, busyTimeout: 0 });
  await db.write((sql) =>
    sql.run(
      `UPDATE runs SET spec = json_remove(spec, '$.measure.test') WHERE id = 2`,
    ),
  );
  await db.close();
  const again = await open(path);
  const listed = JSON.parse(await again.listRunsAsJson()) as typeof expected;
  const expected = await again.listRuns();
  expect(listed).toEqual(expected);
  expect(listed[1].spec.measure.test).toBeDefined();
  await again.close();

  const damaged = await Database.open(path, { create: false, busyTimeout: 0 });
  await damaged.outside((sql) =>
    sql.run("PRAGMA ignore_check_constraints = ON"),
  );
  await damaged.write((sql) =>
    sql.run(`UPDATE runs SET summary = '{"step":' WHERE id = 1`),
  );
  await damaged.close();
  const last = await open(path);
  expect(await failureOf(last.listRunsAsJson())).toMatchObject({
    error: { code: "archive-damaged" },
  });
});

it("changes several runs, all or none", async () => {
  const archive = await open(await temporaryPath());
  await archive.importRuns(manyRuns(2));
  await failureOf(
    archive.organiseSeveral([
      { id: 1, changes: { project: "Changed" } },
      { id: 9, changes: { project: "Changed" } },
    ]),
  );
  const projects = (await archive.listRuns()).map(({ project }) => project);
  expect(projects).not.toContain("Changed");
});
