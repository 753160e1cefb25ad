/** The workflow and the forms can be read, and the workflow runs commands that there are. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scripts } from "../../package.json";
import { PROJECT } from "../../scripts/project.mjs";
import { loadThrough } from "../../scripts/setup/staging.mjs";

interface Step {
  uses?: string;
  run?: string;
}

async function yaml(name: string): Promise<unknown> {
  const library = loadThrough(
    PROJECT,
    "electron-builder",
    "app-builder-lib",
    "js-yaml",
  );
  return library.load(
    await readFile(join(PROJECT, ".github", name), "utf8"),
  ) as unknown;
}

test("the workflow runs on three systems and calls scripts of package.json", async () => {
  const { jobs } = (await yaml("workflows/lab.yml")) as {
    jobs: Record<
      string,
      { strategy?: { matrix: Record<string, unknown[]> }; steps: Step[] }
    >;
  };
  expect(jobs.system.strategy?.matrix.system).toHaveLength(3);
  const lines = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .map((step) => {
      expect(Boolean(step.uses) !== Boolean(step.run)).toBe(true);
      return step.run ?? "";
    });
  const names = lines.flatMap((line) =>
    [...line.matchAll(/npm (?:run (?:-s )?)?([a-z]+)/g)].map(
      ([, name]) => name,
    ),
  );
  expect(names).toEqual(expect.arrayContaining(["start", "test", "package"]));
  for (const name of names) expect(Object.keys(scripts)).toContain(name);
});

test.each(["fault.yml", "wish.yml"])(
  "the form %s can be read",
  async (name) => {
    const form = (await yaml(`ISSUE_TEMPLATE/${name}`)) as { body: object[] };
    expect(form.body.length).toBeGreaterThan(1);
  },
);
