import { z } from "zod";
import { landscapeDefinitions } from "../../../core/landscapes/spec";
import { experimentSchema } from "../../../core/experiment/spec";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What the lab takes in an experiment file besides the experiment, see validate.ts. */
const besides = {
  $schema: {
    type: "string",
    title: "Schema",
    description: "Where an editor finds this schema; the lab ignores it.",
  },
  result: {
    type: "object",
    title: "Result",
    description: "The results of a run, in a result file; ignored.",
  },
} satisfies Record<string, JsonSchema>;

/**
 * The experiment file as JSON Schema (draft 7, which editors know), so that editors complete and check it.
 * What no single field can say, such as whether the layers fit the data, is not in it.
 */
export function experimentJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(experimentSchema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });
  return { ...schema, properties: { ...besides, ...schema.properties } };
}

/** Words of the window, which no editor knows. */
const ours = ["symbol", "unit", "setting", "entry", "absent", "choices"];

/** Fields that say which landscape is meant, which then needs no name. */
const implying = landscapeDefinitions.flatMap(
  ({ impliedBy }) => impliedBy ?? [],
);

function simplify(schema: JsonSchema) {
  const { title, description, required } = schema;
  const { symbol, choices } = schema as Partial<z.GlobalMeta>;
  if (symbol) schema.title = `${title} ${symbol}`;
  if (choices)
    schema.description = [
      ...(description ? [description] : []),
      ...Object.entries(choices).map(([name, label]) => `${name}: ${label}.`),
    ].join(" ");
  for (const key of ours) Reflect.deleteProperty(schema, key);
  const { properties } = schema;
  if (properties && required && implying.some((field) => field in properties))
    schema.required = required.filter((field) => field !== "name");
}
