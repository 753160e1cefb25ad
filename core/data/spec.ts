/** The data of an experiment file, and the definition behind them. */
import type { z } from "zod";
import { definitionOf, unionOf } from "../schema/definition";
import type { DataShape } from "./dataset";
import type { SourceDefinition } from "./definition";
import type { LabelNoise } from "./fields";
import { sources } from "./index";

export const dataSchema = unionOf("source", "The data source", sources);

export type DataSpec = z.output<typeof dataSchema>;

/** Data whose rows can be divided into training and test samples in several ways. */
export type RowsSpec = WithSplit<DataSpec>;
type WithSplit<Spec> = Spec extends DataSpec
  ? "split" extends keyof Spec
    ? Spec
    : never
  : never;

export const sourceDefinitions: readonly SourceDefinition<DataSpec>[] = sources;

export function sourceOf({ source }: Pick<DataSpec, "source">) {
  return definitionOf(sourceDefinitions, source);
}

/** The shape of one sample; null where only its file knows. */
export function dataShape(data: DataSpec): DataShape | null {
  return sourceOf(data).shape?.(data) ?? null;
}

/** Whether the targets are classes, as far as the settings say. */
export function hasClasses(data: DataSpec): boolean {
  const shape = dataShape(data);
  return shape
    ? shape.classes !== null
    : sourceOf(data).targetNumbers?.(data) === null;
}

export function hasField(data: DataSpec, field: string): boolean {
  return Object.hasOwn(sourceOf(data).schema.shape, field);
}

export function labelNoiseOf(data: DataSpec): LabelNoise | undefined {
  return "labelNoise" in data ? data.labelNoise : undefined;
}

export function hasRows(data: DataSpec): data is RowsSpec {
  return hasField(data, "split");
}

/** The paths that data name, in the order of their fields; empty ones are left out. */
export function pathsOf(data: DataSpec): string[] {
  return Object.keys(sourceOf(data).files ?? {})
    .flatMap((field) => data[field as keyof DataSpec] as string | string[])
    .filter((path) => path !== "");
}

/** The same data with each of their paths changed. */
export function withPaths(
  data: DataSpec,
  change: (path: string) => string,
): DataSpec {
  const fields = Object.keys(sourceOf(data).files ?? {});
  const paths = fields.map((field) => {
    const value = data[field as keyof DataSpec] as string | string[];
    return [
      field,
      typeof value === "string" ? change(value) : value.map(change),
    ];
  });
  return { ...data, ...Object.fromEntries(paths) } as DataSpec;
}
