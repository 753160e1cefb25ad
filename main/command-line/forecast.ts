import type { Estimate } from "../../core/contract/engine";
import {
  forecastSeconds,
  measurementsOf,
} from "../../core/experiment/forecast";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { analysisToo, forecastAsked } from "../../core/theory/duration";
import { durationRange } from "../../core/text/duration-range";
import { grouped } from "../../core/text/grouped";
import { lines, significant } from "./text";

/** What the first seconds of an experiment say of the whole run, line by line. */
export function forecastText(spec: ExperimentSpec, estimate: Estimate): string {
  const { costs, parameters, samples, precision, loss, sharpness } = estimate;
  const seconds = forecastSeconds(spec, costs);
  const analysis = forecastAsked(spec, costs, parameters);
  const data = samples === null ? "" : ` on ${grouped(samples)} samples`;
  return lines([
    [
      "time",
      `${durationRange(seconds)} for ${grouped(spec.steps)} steps and ${grouped(measurementsOf(spec))} measurements${analysisToo(spec, analysis)}`,
    ],
    ["memory", `${Math.round(estimate.bytes / 2 ** 20)} MB`],
    ["computed", `${grouped(parameters)} parameters${data} in ${precision}`],
    ["loss", `${significant(loss)} at the start`],
    ["sharpness", `${significant(sharpness)} at the start`],
  ]);
}
