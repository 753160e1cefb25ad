/** What the definitions of all kinds have in common: optimisers, losses, layers, sources of data and so on. */
import { z } from "zod";
import { named } from "./words";

export interface Definition {
  /** As the experiment file writes it. */
  readonly name: string;
  /** As people say it, e.g. "Gradient descent". */
  readonly label: string;
  /** What other programs call it: in lower case, without what stands between words. */
  readonly synonyms?: readonly string[];
  /** Things of other programs that this one can replace, likewise, with what to do about them. */
  readonly remarks?: Readonly<Record<string, string>>;
}

/** A kind with fields of its own. */
export interface FieldsDefinition extends Definition {
  readonly schema: z.ZodObject;
}

/** The definition of a name, of a list that has it. */
export function definitionOf<D extends Definition>(
  list: readonly D[],
  name: string,
): D {
  const found = list.find((definition) => definition.name === name);
  if (!found) throw new Error(`There is no definition of "${name}".`);
  return found;
}

/**
 * The schema of a value that is one of several kinds, told apart by the field `tag`.
 * @param what begins the sentence that refuses another name
 */
export function unionOf<
  const Tag extends string,
  const List extends readonly [FieldsDefinition, ...FieldsDefinition[]],
>(
  tag: Tag,
  what: string,
  list: List,
): z.ZodDiscriminatedUnion<SchemasOf<List>, Tag> {
  const names = list.map(({ name }) => name).join(", ");
  return z.discriminatedUnion(
    tag,
    list.map(({ schema, label }) =>
      named(schema, { label }),
    ) as unknown as SchemasOf<List>,
    { error: `${what} must be one of: ${names}.` },
  );
}

type SchemasOf<List extends readonly FieldsDefinition[]> = {
  readonly [I in keyof List]: List[I]["schema"];
};
