import { z } from "zod";
import type { FieldError } from "../errors";
import type { Objective } from "../objective/objective";
import type { FieldsDefinition } from "../schema/definition";

export interface Landscape {
  objective: Objective;
  /** Where it starts, [P]. */
  theta: Float64Array;
  /** A name for each parameter. */
  variables: string[];
}

/** All that the lab knows of a landscape, a loss of few variables that needs no data. */
export interface LandscapeDefinition<Spec = object> extends FieldsDefinition {
  /** The loss as people write it; left out where a field says it. */
  readonly expression?: string;
  /** The values of its fields without a default, as the design screen first offers it. */
  readonly first: object;
  /** A field that makes it the one that is meant where no name is given. */
  readonly impliedBy?: string;
  /** The loss of this experiment as people write it. */
  describe(spec: Spec): string;
  /** The loss in float64, with where it starts. */
  create(spec: Spec): Landscape;
  /** What no single field can say. */
  problems?(spec: Spec): FieldError[];
  /** Why ∇S does not exist everywhere, e.g. "abs is piecewise linear"; null or left out where it does. */
  kink?(spec: Spec): string | null;
}

type Schema<Name extends string, Fields extends z.core.$ZodShape> = z.ZodObject<
  { kind: z.ZodLiteral<"landscape">; name: z.ZodLiteral<Name> } & Fields,
  z.core.$strict
>;

/** A landscape with its schema, made of its fields. */
export function defineLandscape<
  const Name extends string,
  Fields extends z.core.$ZodShape,
>({
  fields,
  ...definition
}: Omit<
  LandscapeDefinition<z.output<Schema<Name, Fields>>>,
  "schema" | "name"
> & { name: Name; fields: Fields }) {
  const kind = z.literal("landscape");
  const name = z.literal(definition.name);
  const schema: Schema<Name, Fields> = z.strictObject({
    kind,
    name,
    ...fields,
  });
  return { ...definition, schema };
}

/** Variables named by a letter and their number from 1. */
export function numbered(
  letter: string,
  start: number[],
  objective: Objective,
): Landscape {
  const variables = start.map((_, i) => `${letter}${i + 1}`);
  return { objective, theta: Float64Array.from(start), variables };
}
