import { expect, it } from "vitest";
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
