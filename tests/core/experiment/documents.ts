/** Tables of docs/experiment-file.md, from the definitions and the schema. */
import { z } from "zod";
import { experimentJsonSchema } from "./json-schema";
import { sources } from "../../../core/data";
import { layers } from "../../../core/layers";
import { losses } from "../../../core/losses";
import { recordings } from "../../../core/measurements";
import {
  headingOf,
  type ColumnWords,
} from "../../../core/measurements/columns";
import { optimizers } from "../../../core/optimizers";

type JsonSchema = z.core.JSONSchema.BaseSchema;

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
    "\n",
  );
}

const code = (text: unknown) => `\`${JSON.stringify(text)}\``;
const limit = (value: unknown) => {
  const number = Number(value);
  return Number.isInteger(number)
    ? number.toLocaleString("en-US")
    : String(number);
};

/** What a field may be, e.g. "whole number, 1 to 20". */
function allowed(schema: JsonSchema): string {
  const options = schema.anyOf ?? schema.oneOf;
  if (options)
    return options.map((one) => allowed(one as JsonSchema)).join(", or ");
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(" ");
  if (schema.type === "integer") return `whole number${range(schema)}`;
  if (schema.type === "number") return `number${range(schema)}`;
  if (schema.type === "boolean") return "`true` or `false`";
  if (schema.type === "string") return "text";
  if (schema.type === "array") return "list";
  return "object";
}

function range({ minimum, exclusiveMinimum, maximum, ...rest }: JsonSchema) {
  const from = minimum ?? exclusiveMinimum;
  const to = maximum ?? rest.exclusiveMaximum;
  if (from === undefined) return "";
  const above = exclusiveMinimum === undefined ? "" : "above ";
  if (to === undefined) return `, at least ${limit(from)}`;
  const below = maximum === undefined ? " below" : "";
  return `, ${above}${limit(from)} to${below} ${limit(to)}`;
}

/** The schema of an object inside the experiment, by its path. */
function objectAt(path: string[]): JsonSchema {
  return path.reduce<JsonSchema>((schema, key) => {
    const found = schema.properties?.[key];
    if (typeof found !== "object") throw new Error(`There is no field ${key}.`);
    return found;
  }, experimentJsonSchema());
}

/** The fields of an object, a row each. */
function fields(schema: JsonSchema, left: (key: string) => boolean): string {
  const rows = Object.entries(schema.properties ?? {}).flatMap(
    ([key, field]) => {
      if (typeof field !== "object" || left(key)) return [];
      const { title = "", description } = field;
      const help = description ? `${title}. ${description}` : title;
      const isNeeded = schema.required?.includes(key);
      const standard =
        field.default !== undefined && typeof field.default !== "object"
          ? code(field.default)
          : isNeeded
            ? "needed"
            : "–";
      return [[`\`${key}\``, help, allowed(field), standard]];
    },
  );
  return table(["field", "what it is", "allowed", "when left out"], rows);
}

/** The columns of a table of a run; those with a number at the end are several. */
function columnRows(
  prefix: string,
  columns: readonly ColumnWords[],
): string[][] {
  return columns
    .filter(({ name }) => !/\d/.test(name) || /^\D+1$/.test(name))
    .map((column) => [
      `\`${prefix}${column.name}\`${column.name.endsWith("1") ? "…" : ""}`,
      headingOf(column),
      column.what,
    ]);
}

const none = () => false;

/** By the name of the place in the document. */
export const tables: Record<string, () => string> = {
  sources: () =>
    table(
      ["`source`", "what it is called", "what the samples are"],
      sources.map(({ name, label, contents }) => [
        `\`${name}\``,
        label,
        contents,
      ]),
    ),
  "source fields": () => {
    const all = objectAt(["data"]).oneOf as JsonSchema[];
    return sources
      .map(({ name, label }, i) => {
        const text = fields(all[i], (key) => key === "source");
        return `${label}, \`${name}\`:\n\n${text}`;
      })
      .join("\n\n");
  },
  layers: () =>
    layers
      .map(({ name, label, schema, ...rest }) => {
        const object = z.toJSONSchema(schema, { io: "input" });
        const hasFields = Object.keys(object.properties ?? {}).length > 1;
        const text = [
          "help" in rest && rest.help,
          hasFields && fields(object, (key) => key === "type"),
        ];
        return [`${label}, \`${name}\`:`, ...text].filter(Boolean).join("\n\n");
      })
      .join("\n\n"),
  losses: () =>
    table(
      ["`loss`", "what it is called", "what it is"],
      losses.map(({ name, label, convention }) => [
        `\`${name}\``,
        label,
        convention,
      ]),
    ),
  optimizers: () =>
    table(
      ["`kind`", "what it is called", "update", "unstable above"],
      optimizers.map((one) => [
        `\`${one.name}\``,
        one.label,
        one.update,
        one.thresholdFormula === undefined
          ? "none; 2/η is not one"
          : one.isFlow
            ? `none; ${one.thresholdFormula} is a reference`
            : `${one.thresholdFormula}${one.isPreconditioned ? ", of P^−½HP^−½" : ""}`,
      ]),
    ),
  "optimizer fields": () => {
    const all = objectAt(["optimizer"]).oneOf as JsonSchema[];
    const common = Object.keys(all[0].properties ?? {});
    return all
      .map((schema, i) => {
        const own = Object.keys(schema.properties ?? {});
        if (i > 0 && own.every((key) => common.includes(key))) return "";
        const name = i === 0 ? "All optimisers" : `\`${optimizers[i].name}\``;
        const left = (key: string) =>
          key === "kind" || (i > 0 && common.includes(key));
        return `${name}:\n\n${fields(schema, left)}`;
      })
      .filter(Boolean)
      .join("\n\n");
  },
  experiment: () =>
    fields(objectAt([]), (key) =>
      [
        "edgeLab",
        "data",
        "model",
        "optimizer",
        "batch",
        "measure",
        "analysis",
      ].includes(key),
    ),
  batch: () => fields(objectAt(["batch"]), none),
  sharpness: () => fields(objectAt(["measure", "sharpness"]), none),
  test: () => fields(objectAt(["measure", "test"]), none),
  "batch sharpness": () =>
    fields(objectAt(["measure", "batchSharpness"]), none),
  divergence: () => {
    const { anyOf } = objectAt(["divergence"]);
    const object = anyOf?.find(
      (one) => typeof one === "object" && one.properties,
    );
    return fields(object as JsonSchema, none);
  },
  columns: () =>
    table(
      ["columns", "heading", "what they are"],
      recordings.flatMap(({ table, columns }) =>
        columnRows(table === "steps" ? "" : `${table}.`, columns),
      ),
    ),
  analysis: () => fields(objectAt(["analysis", "selfStabilization"]), none),
};

/** A document with each of its tables as it is now: between `<!-- table: NAME -->` and `<!-- end -->`. */
export function withTables(document: string, by = tables): string {
  return document.replaceAll(
    /(<!-- table: (.+?) -->\n)[^]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => {
      const made = by[name];
      if (!made) throw new Error(`There is no table "${name}".`);
      return `${begin}\n${made()}\n\n${end}`;
    },
  );
}
