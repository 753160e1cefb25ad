/**
 * What is generated into docs/ is fresh. After a change of the schema, of words or of a list:
 * npx vitest run --project core tests/core/experiment/documents.test.ts -u
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { experimentJsonSchema } from "./json-schema";
import { presets } from "../../../core/experiment/presets";
import { validateExperiment } from "../../../core/experiment/validate";
import { golden } from "../support";
import { tables, withTables } from "./documents";

const document = resolve("docs/experiment-file.md");

test("docs/experiment.schema.json is the schema as it is", async () => {
  const text = JSON.stringify(experimentJsonSchema());
  await expect(await format(text, { parser: "json" })).toMatchFileSnapshot(
    resolve("docs/experiment.schema.json"),
  );
});

test("the tables of docs/experiment-file.md are as they are", async () => {
  const text = await readFile(document, "utf8");
  for (const name of Object.keys(tables))
    expect(text).toContain(`<!-- table: ${name} -->`);
  await expect(
    await format(withTables(text), { parser: "markdown" }),
  ).toMatchFileSnapshot(document);
});

describe("an editor with this schema", () => {
  const editor = z.fromJSONSchema(
    experimentJsonSchema() as Parameters<typeof z.fromJSONSchema>[0],
  );
  const accepts = (file: unknown) => editor.safeParse(file).success;

  test.each(presets.map(({ spec }) => spec))("accepts $name", (spec) => {
    expect(accepts(spec)).toBe(true);
  });

  test("accepts a formula without a name, the result of a run, and where the schema is", () => {
    const model = { kind: "landscape", formula: "x^2", start: { x: 1 } };
    const optimizer = { kind: "gd", stepSize: 0.1 };
    const file = { edgeLab: 1, name: "A", model, optimizer, steps: 1 };
    for (const more of [{}, { result: {} }, { $schema: "a.json" }]) {
      expect(accepts({ ...file, ...more })).toBe(true);
      expect(validateExperiment({ ...file, ...more }).ok).toBe(true);
    }
  });

  test("refuses what the lab refuses in one field", () => {
    const optimizer = { kind: "gd", stepSize: 0.1 };
    for (const wrong of [
      { optimizer: { ...optimizer, stepSize: 0 } },
      { optimizer: { ...optimizer, kind: "none" } },
      { optimizer: { ...optimizer, momentum: 0.9 } },
      { steps: 1.5 },
      { extra: 1 },
    ]) {
      const file = { ...golden, ...wrong };
      expect(validateExperiment(file).ok).toBe(false);
      expect(accepts(file)).toBe(false);
    }
  });
});

test("where the schema is does not belong to an experiment", () => {
  const validation = validateExperiment({ ...golden, $schema: "a.json" });
  expect(validation).toEqual(validateExperiment(golden));
});
