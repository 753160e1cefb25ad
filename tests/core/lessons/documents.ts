/** What is generated of lessons into docs/: the schema, and the tables of docs/lessons.md. */
import { z } from "zod";
import { lessonSchema } from "../../../core/lessons/spec";
import { resultLabel, resultNames } from "../../../core/lessons/results";
import { targets } from "../../../core/lessons/targets";
import { checks } from "../../../core/lessons/tasks";
import { presets } from "../../../core/experiment/presets";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The lesson file as JSON Schema (draft 7, which editors know). */
export function lessonJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(lessonSchema, {
    target: "draft-7",
    io: "input",
  });
  const { experiments } = schema.properties as Record<string, JsonSchema>;
  experiments.additionalProperties = {
    anyOf: [
      { enum: presets.map(({ id }) => id) },
      { $ref: "experiment.schema.json" },
    ],
  };
  const $schema = { type: "string" as const, title: "Schema" };
  return { ...schema, properties: { $schema, ...schema.properties } };
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
    "\n",
  );
}

function fields({ properties = {}, required = [] }: JsonSchema): string {
  const rows = Object.entries(properties).flatMap(([key, field]) => {
    if (typeof field !== "object" || key === "$schema") return [];
    const { title, description } = field;
    const words = [title && `${title}.`, description].filter(Boolean);
    const needed = required.includes(key) ? "yes" : "";
    return [[`\`${key}\``, words.join(" ") || "1, the version.", needed]];
  });
  return table(["field", "what it is", "needed"], rows);
}

const named = (entries: (readonly [string, string])[], head: string[]) =>
  table(
    head,
    entries.map(([name, words]) => [`\`${name}\``, words]),
  );

/** What a check needs and may have besides `ask`, `hint` and `why`. */
function ownFields(check: string): string {
  const task = (
    (lessonJsonSchema().properties?.stops as JsonSchema).items as JsonSchema
  ).properties?.task as JsonSchema;
  const option = (task.oneOf as JsonSchema[]).find(
    ({ properties }) => (properties?.check as JsonSchema).const === check,
  );
  return Object.keys(option?.properties ?? {})
    .filter((key) => !["check", "ask", "hint", "why"].includes(key))
    .map((key) => `\`${key}\`${option?.required?.includes(key) ? "" : "?"}`)
    .join(", ");
}

const properties = () =>
  lessonJsonSchema().properties as Record<string, JsonSchema>;

/** By the name of the place in the document. */
export const tables: Record<string, () => string> = {
  lesson: () => fields(lessonJsonSchema()),
  stop: () => fields(properties().stops.items as JsonSchema),
  exercise: () => fields(properties().exercise),
  targets: () => named(Object.entries(targets), ["`show`", "what it is"]),
  checks: () =>
    table(
      ["`check`", "what it checks", "fields; `?` may be left out"],
      checks.map(({ name, label }) => [`\`${name}\``, label, ownFields(name)]),
    ),
  results: () =>
    named(
      resultNames.map((name) => [name, resultLabel(name)]),
      ["result", "what it is"],
    ),
};
