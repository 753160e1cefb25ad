/** Schemas inside a schema, by the path of a field and the value that is there. */
import { z } from "zod";
import { innerOf } from "./words";

/** The schema at a path, without what makes it optional; of a union the option that the value chooses. */
export function schemaAt(
  path: PropertyKey[],
  root: z.ZodType,
  input: unknown,
): z.ZodType {
  return path.length === 0
    ? chosen(root, input)
    : chosen(declaredAt(path, root, input), valueAt(path, input));
}

/** The same with what makes it optional, and of a union all of it. `z.unknown()` where there is no field. */
export function declaredAt(
  path: PropertyKey[],
  root: z.ZodType,
  input: unknown,
): z.ZodType {
  let [schema, value] = [root, input];
  for (const part of path) {
    const parent = chosen(schema, value);
    value = valueAt([part], value);
    if (parent instanceof z.ZodArray) schema = parent.element as z.ZodType;
    else if (parent instanceof z.ZodObject && Object.hasOwn(parent.shape, part))
      schema = parent.shape[String(part)] as z.ZodType;
    else return z.unknown();
  }
  return schema;
}

export function valueAt(path: PropertyKey[], input: unknown): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      (value as Record<PropertyKey, unknown> | null | undefined)?.[part],
    input,
  );
}

/** An option of a union, and the value of the field that tells it from the others. */
export interface Option {
  tag: string;
  schema: z.ZodType;
}

/** The options of a union of objects told apart by a field; none of any other schema. */
export function optionsOf(schema: z.ZodType): Option[] {
  const union = unwrapped(schema);
  if (!(union instanceof z.ZodDiscriminatedUnion)) return [];
  const key = union.def.discriminator;
  return (union.options as z.ZodType[]).map((option) => {
    // An option that is a union itself has one tag for all of its own options.
    const first =
      option instanceof z.ZodDiscriminatedUnion ? option.options[0] : option;
    const tag = (first as z.ZodObject).shape[key] as z.ZodLiteral;
    return { tag: String(tag.value), schema: option };
  });
}

export function unwrapped(schema: z.ZodType): z.ZodType {
  const inner = innerOf(schema);
  return inner ? unwrapped(inner) : schema;
}

function chosen(declared: z.ZodType, value: unknown): z.ZodType {
  const schema = unwrapped(declared);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const tag = valueAt([schema.def.discriminator], value);
    const option = optionsOf(schema).find((one) => one.tag === tag);
    return option ? chosen(option.schema, value) : schema;
  }
  // What is left out may become an object.
  const isObject = typeof value === "object" || value === undefined;
  if (!(schema instanceof z.ZodUnion) || !isObject) return schema;
  return objectOption(schema, value) ?? schema;
}

/** Of a union the object that has a field of the value, or its first object; undefined where it has none. */
export function objectOption(
  union: z.ZodUnion,
  value: unknown,
): z.ZodObject | undefined {
  const objects = union.options.filter(
    (option) => option instanceof z.ZodObject,
  );
  const keys = Object.keys(value ?? {});
  const hasField = ({ shape }: z.ZodObject) =>
    keys.some((key) => Object.hasOwn(shape, key));
  return objects.find(hasField) ?? objects[0];
}
