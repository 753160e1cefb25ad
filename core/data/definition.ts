import { z } from "zod";
import type { FieldsDefinition } from "../schema/definition";
import type { DataShape, Dataset, LoadedData } from "./dataset";
import type { DataFiles } from "./files";
import type { TableChoices } from "./survey";

/** A field that holds the path of a file. */
export interface FileField {
  /** Names of files that belong here, in lower case and without ".gz". */
  readonly pattern: RegExp;
  /** Whether it may hold a list of paths. */
  readonly isList?: boolean;
}

/** Samples as points of a plane: two inputs where there are classes, else the first target over an input. */
export interface Picture {
  data: Dataset;
  /** The input to the right. */
  across: number;
  /** The input upwards, of classes. */
  up: number;
}

/** All that the lab knows of a source of data. */
export interface SourceDefinition<Spec = object> extends FieldsDefinition {
  /** Below its label, where sources are offered. */
  readonly summary: string;
  /** The values of its fields without a default, as the design screen first offers it; paths are left out. */
  readonly first: object;
  /** The fields that hold paths; none where no file is named. */
  readonly files?: Readonly<Record<string, FileField>>;
  /** Of a source of tables: what there is to choose among its columns. */
  readonly table?: TableChoices<Spec>;
  /** What can be dropped on the window for it, e.g. "a table (.csv)". */
  readonly droppable?: string;
  /** Why targets are of any size and both signs, and what to do where a loss needs others. */
  readonly anyTargets?: { message: string; suggestion: string };
  /** In words, e.g. "Iris, 150 flowers of three species". */
  describe(spec: Spec): string;
  /**
   * Its samples within a sentence and without their number, e.g. "MNIST digits"; "samples of" its label
   * where left out.
   */
  inSentence?(spec: Spec): string;
  /** The shape of one sample; left out where only the file knows. */
  shape?(spec: Spec): DataShape;
  /**
   * Where the shape is left out: of how many numbers a target is; null where targets are classes, undefined
   * where they are numbers and only the file knows how many.
   */
  targetNumbers?(spec: Spec): number | null | undefined;
  /** The samples, where a valid experiment determines them and they cost next to nothing. */
  samples?(spec: Spec): LoadedData;
  /** How many rows there are, where the experiment need not say how many samples to take. */
  rows?(spec: Spec): number;
  /**
   * The samples of a valid experiment, the same on every machine.
   * @throws LabFailure that names the file, row and column where a file cannot be used
   */
  load(spec: Spec, files: DataFiles): LoadedData | Promise<LoadedData>;
  /** At most about `most` of the samples, to be drawn; null or left out where a file must be read or they are images. */
  picture?(spec: Spec, most: number): Picture | null;
  /** Fields that the form leaves out, as the values of others leave them without a meaning. */
  unused?(spec: Spec): string[];
  /** What the form says of fields that are too long for it. */
  note?(spec: Spec): string | null;
}

type Shape<Name extends string, Fields> = {
  source: z.ZodLiteral<Name>;
} & Fields;

type Schema<Name extends string, Fields extends z.core.$ZodShape> = z.ZodObject<
  Shape<Name, Fields>,
  z.core.$strict
>;

/** A source with its schema, made of its fields and of what no single field can say. */
export function defineSource<
  const Name extends string,
  Fields extends z.core.$ZodShape,
>({
  fields,
  check,
  ...definition
}: Omit<SourceDefinition<z.output<Schema<Name, Fields>>>, "schema" | "name"> & {
  name: Name;
  fields: Fields;
  check?(spec: z.output<Schema<Name, Fields>>, context: z.RefinementCtx): void;
}) {
  const source = z.literal(definition.name);
  const object: Schema<Name, Fields> = z.strictObject({ source, ...fields });
  return { ...definition, schema: check ? object.superRefine(check) : object };
}
