import type { RunDetail } from "../../../core/contract/api";
import type { Columns } from "../../../core/series/columns";
import type { AnalysisSummary } from "../../../core/theory/analysis";
import type { Lab } from "../../lib/api";

/** An analysed run as the stops of the theory see it. */
export interface TheoryView {
  /** Saves figures. */
  lab: Lab;
  run: RunDetail;
  summary: AnalysisSummary;
  /** All columns of the table `theory`. */
  columns: Columns;
  /** Step that the person is reading in the figures. */
  cursor: number | null;
  oncursor: (step: number | null) => void;
}
