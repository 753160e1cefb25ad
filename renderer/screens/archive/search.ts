/** The text that a search looks through, and the facets that runs are counted by. */
import type { RunRow } from "../../../core/contract/api";
import { stepSizeWords } from "../../../core/optimizers/step-size";
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

/** Filters as they were stored, as far as they can be read. */
export function readFilters(stored: unknown): Filters {
  const known = (stored ?? {}) as Partial<Record<FacetName, unknown>>;
  return Object.fromEntries(
    facetNames.map((name) => {
      const values: unknown = known[name];
      const isTexts =
        Array.isArray(values) && values.every((one) => typeof one === "string");
      return [name, isTexts ? values : []];
    }),
  ) as unknown as Filters;
}

/** Rows are never changed in place, so what was read of one stays true. */
const texts = new WeakMap<RunRow, string>();
const values = new WeakMap<RunRow, Filters>();

/** All that the search looks through, in small letters. */
export function haystack(row: RunRow): string {
  const known = texts.get(row);
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
    `η ${stepSizeWords(spec.optimizer.stepSize)}`,
  ]
    .join("\n")
    .toLowerCase();
  texts.set(row, made);
  return made;
}

/** Milliseconds of a slice of preparation, after which the window may draw. */
const slice = 8;

/**
 * Makes the texts of runs before they are looked through, a slice at a time: with thousands of runs the
 * first letter of a search would have to wait for them.
 * @returns stops it
 */
export function prepareSearch(rows: readonly RunRow[]): () => void {
  let at = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const work = () => {
    const end = performance.now() + slice;
    while (at < rows.length && performance.now() < end) haystack(rows[at++]);
    if (at < rows.length) timer = setTimeout(work, slice);
  };
  timer = setTimeout(work);
  return () => clearTimeout(timer);
}

function valuesOf(row: RunRow): Filters {
  const known = values.get(row);
  if (known) return known;
  const made = Object.fromEntries(
    facetNames.map((name) => [name, facets[name].of(row).filter(Boolean)]),
  ) as unknown as Filters;
  values.set(row, made);
  return made;
}

export interface FacetCount {
  value: string;
  /** Runs that would be found with this value alone in its facet. */
  runs: number;
}

export interface Found {
  /** The runs that match and have a wanted value of every facet. */
  rows: RunRow[];
  /** Every value there is, the most frequent first. */
  counts: Record<FacetName, FacetCount[]>;
}

/** Looks at each run once: finds it, and counts it wherever no other facet keeps it out. */
export function find(
  all: readonly RunRow[],
  matches: (row: RunRow) => boolean,
  filters: Filters,
): Found {
  const asked = facetNames.filter((name) => filters[name].length > 0);
  const counts = new Map(
    facetNames.map((name) => [
      name,
      new Map(filters[name].map((value) => [value, 0])),
    ]),
  );
  const rows: RunRow[] = [];
  for (const row of all) {
    const has = valuesOf(row);
    const failed = matches(row)
      ? asked.filter(
          (name) => !has[name].some((value) => filters[name].includes(value)),
        )
      : facetNames;
    if (failed.length === 0) rows.push(row);
    for (const [name, runs] of counts)
      for (const value of has[name]) {
        const isCounted =
          failed.length === 0 || (failed.length === 1 && failed[0] === name);
        runs.set(value, (runs.get(value) ?? 0) + Number(isCounted));
      }
  }
  return {
    rows,
    counts: Object.fromEntries(
      [...counts].map(([name, runs]) => [name, inOrder(runs)]),
    ) as Found["counts"],
  };
}

function inOrder(runs: Map<string, number>): FacetCount[] {
  return [...runs]
    .map(([value, runs]) => ({ value, runs }))
    .sort((a, b) => b.runs - a.runs || (a.value < b.value ? -1 : 1));
}
