import type { Analysis } from "../../core/theory/analysis";
import { goldenAnalysis } from "../core/theory/support";

let made: Analysis | undefined;

/** A real analysis, made once. */
export function analysed(): Analysis {
  return (made ??= goldenAnalysis());
}
