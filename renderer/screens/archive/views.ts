/** Saved views of the archive: how they are written down, and what is taken back of them. */
import { readLayout, type GridLayout } from "../../grid/columns";
import { readFilters, type Filters } from "./search";

export interface ArchiveView {
  query: string;
  filters: Filters;
  layout: Partial<GridLayout>;
}

export function written(view: ArchiveView): unknown {
  return { screen: "archive", ...view };
}

/** null for a view of another screen. */
export function readBack(state: unknown): ArchiveView | null {
  if (typeof state !== "object" || state === null) return null;
  const { screen, query, filters, layout } = state as Record<string, unknown>;
  if (screen !== "archive") return null;
  return {
    query: typeof query === "string" ? query : "",
    filters: readFilters(filters),
    layout: readLayout((layout ?? {}) as Record<string, unknown>),
  };
}
