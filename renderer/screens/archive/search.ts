/** Which runs a person is looking for. */
import type { RunRow } from "../../../core/contract/api";
import { statusWords } from "../../lib/status";
import {
  dataWords,
  groupWords,
  modelWords,
  optimizerWords,
  sourceWords,
} from "./words";

/** What runs can be filtered by. A run may have several values of one, or none. */
export const facets = {
  status: { label: "Status", of: (row: RunRow) => [statusWords[row.status]] },
  data: { label: "Data", of: (row: RunRow) => [sourceWords(row.spec)] },
  optimizer: {
    label: "Optimiser",
    of: (row: RunRow) => [optimizerWords(row.spec)],
  },
  group: { label: "Group", of: (row: RunRow) => [groupWords(row)] },
  project: { label: "Project", of: (row: RunRow) => [row.project] },
  tag: { label: "Tag", of: (row: RunRow) => row.tags },
};
export type FacetName = keyof typeof facets;
export const facetNames = Object.keys(facets) as FacetName[];
/** Values wanted; a facet without any lets every run through. */
export type Filters = Record<FacetName, string[]>;
export const noFilters = Object.fromEntries(
  facetNames.map((name) => [name, []]),
) as unknown as Filters;

/** Rows are never changed in place, so what was read of one stays true. */
const haystacks = new WeakMap<RunRow, string>();

/** All that the search looks through, in small letters. */
function haystack(row: RunRow): string {
  const known = haystacks.get(row);
  if (known !== undefined) return known;
  const { spec } = row;
  const made = [
    row.name,
    row.notes,
    row.project,
    groupWords(row),
    ...row.tags,
    statusWords[row.status],
    dataWords(spec),
    modelWords(spec),
    optimizerWords(spec),
    spec.loss ?? "",
    `η ${spec.optimizer.stepSize}`,
  ]
    .join("\n")
    .toLowerCase();
  haystacks.set(row, made);
  return made;
}

/** The runs with every word of the query and a wanted value of every facet. */
export function find(
  rows: RunRow[],
  query: string,
  filters: Filters,
): RunRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const asked = facetNames.filter((name) => filters[name].length > 0);
  return rows.filter(
    (row) =>
      asked.every((name) =>
        facets[name].of(row).some((value) => filters[name].includes(value)),
      ) && words.every((word) => haystack(row).includes(word)),
  );
}

/** The values that a facet has among the runs, in alphabetical order. */
export function valuesOf(rows: RunRow[], facet: FacetName): string[] {
  return [...new Set(rows.flatMap(facets[facet].of))].filter(Boolean).sort();
}
