/** Turns what the schema says against an experiment into sentences with a way out. */
import { z } from "zod";
import type { FieldError } from "../errors";
import {
  declaredAt,
  objectOption,
  optionsOf,
  schemaAt,
  unwrapped,
  valueAt,
} from "../schema/walk";
import { fieldHint, wordHint } from "./hints";

/** The errors of one issue, one for each field; `schema` and `input` are what was checked. */
export function refusals(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  input: unknown,
): FieldError[] {
  const inner = innerIssues(issue, schema, input);
  if (inner) return inner.flatMap((one) => refusals(one, schema, input));
  if (issue.code !== "unrecognized_keys") {
    const refusal: FieldError = {
      path: dotted(issue.path),
      message: issue.message,
    };
    const names = namesOf(issue, schema, input);
    const suggestion =
      suggest(issue, names, valueAt(issue.path, input)) ??
      atDefault(issue, schema, input) ??
      atLimit(issue) ??
      withoutIt(issue.path, schema, input) ??
      (names.length > 0 ? "Choose one of these." : undefined);
    return [suggestion ? { ...refusal, suggestion } : refusal];
  }
  const known = knownKeys(schemaAt(issue.path, schema, input));
  const others = optionsOf(declaredAt(issue.path, schema, input));
  return issue.keys.map((key) => ({
    path: dotted([...issue.path, key]),
    message: `"${key}" is not a field here.`,
    suggestion: fieldHint(key, known, others),
  }));
}

/**
 * What is wrong with a value by the one option of a union that it can have been meant for: an object by the
 * object with its fields, anything else by the number, unless the union has words too. Null of other issues.
 */
function innerIssues(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  input: unknown,
): z.core.$ZodIssue[] | null {
  if (issue.code !== "invalid_union") return null;
  const union = unwrapped(declaredAt(issue.path, schema, input));
  if (!(union instanceof z.ZodUnion)) return null;
  const value = valueAt(issue.path, input);
  const options = union.options as z.ZodType[];
  const isObject =
    typeof value === "object" && value !== null && !Array.isArray(value);
  const meant = isObject
    ? objectOption(union, value)
    : options.some((option) => option instanceof z.ZodLiteral)
      ? undefined
      : options.find((option) => option instanceof z.ZodNumber);
  const issues = meant?.safeParse(value, { reportInput: true }).error?.issues;
  return (
    issues?.map((one) => ({ ...one, path: [...issue.path, ...one.path] })) ??
    null
  );
}

function suggest(
  issue: z.core.$ZodIssue,
  names: string[],
  found: unknown,
): string | undefined {
  if (found === undefined && issue.path.length > 0)
    return `Add "${String(issue.path.at(-1))}".`;
  switch (issue.code) {
    case "too_big":
      return isNumber(issue.origin) ? undefined : "Shorten it.";
    case "too_small":
      if (isNumber(issue.origin)) return undefined;
      return issue.origin === "string" ? "Enter a text." : "Add one.";
    case "invalid_type":
      if (issue.expected === "int") return `Try ${Math.round(Number(found))}.`;
      if (issue.expected !== "number") return undefined;
      return typeof found === "string" && Number.isFinite(Number(found || NaN))
        ? `Write ${Number(found)} without quotes.`
        : "Write a number.";
    case "invalid_value":
    case "invalid_union":
      return typeof found === "string"
        ? wordHint(found, String(issue.path.at(-1)), names)
        : undefined;
    case "invalid_format":
      return "Remove it.";
    case "custom":
      return issue.params?.["suggestion"] as string | undefined;
    default:
      return undefined;
  }
}

function isNumber(origin: string) {
  return origin === "number" || origin === "int";
}

/** The number nearest to one out of range that is allowed, or one well inside where the limit is not. */
function atLimit(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code !== "too_big" && issue.code !== "too_small") return undefined;
  const limit = Number(
    issue.code === "too_big" ? issue.maximum : issue.minimum,
  );
  if (issue.inclusive) return `Try ${limit}.`;
  return `Try ${issue.code === "too_big" ? 0.9 * limit : limit + 0.1}.`;
}

/**
 * The default of a field whose number is out of range. Of a count the limit says more; the limit of a
 * measure such as epsilon may be millions of times what anybody wants.
 */
function atDefault(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  input: unknown,
): string | undefined {
  if (issue.code !== "too_big" && issue.code !== "too_small") return undefined;
  const field = declaredAt(issue.path, schema, input);
  if (!(field instanceof z.ZodDefault)) return undefined;
  const inner = field.unwrap();
  if (!(inner instanceof z.ZodNumber) || inner.isInt) return undefined;
  return `Try ${String(field.def.defaultValue)}, the default.`;
}

/** What a field with a default or an optional one is without a word. */
function withoutIt(
  path: PropertyKey[],
  schema: z.ZodType,
  input: unknown,
): string | undefined {
  const field = declaredAt(path, schema, input);
  if (field instanceof z.ZodOptional || field instanceof z.ZodPrefault)
    return "Leave it out.";
  if (field instanceof z.ZodDefault)
    return `Leave it out for ${JSON.stringify(field.def.defaultValue)}.`;
  return undefined;
}

/** Words that a field may be. */
function namesOf(issue: z.core.$ZodIssue, schema: z.ZodType, input: unknown) {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code !== "invalid_union") return [];
  const union = schemaAt(issue.path.slice(0, -1), schema, input);
  return optionsOf(union).map(({ tag }) => tag);
}

function knownKeys(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function dotted(path: PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, "");
}
