/**
 * What is generated into docs/ is fresh. After a change of the schema or of a list:
 * npx vitest run --project core tests/core/lessons/documents.test.ts -u
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format } from "prettier";
import { expect, test } from "vitest";
import { readLesson } from "../../../core/lessons/read";
import { withTables } from "../experiment/documents";
import { lessonJsonSchema, tables } from "./documents";

const document = resolve("docs/lessons.md");

test("docs/lesson.schema.json is the schema as it is", async () => {
  const text = JSON.stringify(lessonJsonSchema());
  await expect(await format(text, { parser: "json" })).toMatchFileSnapshot(
    resolve("docs/lesson.schema.json"),
  );
});

test("the tables of docs/lessons.md are as they are", async () => {
  const text = await readFile(document, "utf8");
  for (const name of Object.keys(tables))
    expect(text).toContain(`<!-- table: ${name} -->`);
  await expect(
    await format(withTables(text, tables), { parser: "markdown" }),
  ).toMatchFileSnapshot(document);
});

test("the lesson that the document writes by hand is one", async () => {
  const text = await readFile(document, "utf8");
  const [, json] = /```json\n([^]*?)```/.exec(text) ?? [];
  expect(readLesson(json).stops).toHaveLength(2);
});
