import { labFile } from "../../core/contract/files";
import { sourceDefinitions, type DataSpec } from "../../core/data/spec";

/** What an opened file may be, by its name: a file of the lab, or a field of a source of data. */
export type FileKind = "lab" | { source: DataSpec["source"]; field: string };

/** What can be opened, for refusals and the overlay. */
export const droppable = listed([
  "an experiment, a study, runs or a lesson (.edgelab, .json)",
  ...sourceDefinitions.flatMap((source) => source.droppable ?? []),
]);

/** Undefined for a file of no use here. */
export function kindOf(name: string): FileKind | undefined {
  const plain = name.toLowerCase().replace(/\.gz$/, "");
  if (labFile.test(plain)) return "lab";
  for (const { name: source, files = {} } of sourceDefinitions)
    for (const [field, { pattern }] of Object.entries(files))
      if (pattern.test(plain))
        return { source: source as DataSpec["source"], field };
  return undefined;
}

function listed(things: string[]): string {
  return `${things.slice(0, -1).join(", ")}, or ${things.at(-1)}`;
}
