/** The map of a landscape in words and numbers. */
import type { RunDetail } from "../../../core/contract/api";
import type { Path, Terrain } from "../../pictures/landscape-map";
import type { Reading } from "../../plot/readout";
import { count, plain, quantity } from "../../lib/format";
import { noThreshold, thresholdText } from "../../lib/threshold";
import { hasThresholdCurve } from "./Landscape.svelte";

export function mapReadings(
  { step, x, y, loss }: Path,
  at: number,
  [first, second]: string[],
): Reading[] {
  return [
    { label: "step", value: count(step[at]) },
    { label: first, value: quantity(x[at]) },
    { label: second, value: quantity(y[at]) },
    { label: "loss", value: quantity(loss[at]), ink: "loss" },
  ];
}

/** What a person should know about what the map does not show. */
export function mapRemarks(
  run: RunDetail,
  { step, x, y }: Path,
  { window, threshold, isAbove }: Terrain,
): string[] {
  const inside = (i: number) =>
    x[i] >= window.x.min &&
    x[i] <= window.x.max &&
    y[i] >= window.y.min &&
    y[i] <= window.y.max;
  const outside = step.reduce((sum, _, i) => sum + (inside(i) ? 0 : 1), 0);
  return [
    ...(!hasThresholdCurve(run)
      ? [`No threshold is drawn: ${whyNot(run)}`]
      : threshold.length === 0
        ? [
            isAbove
              ? `Sharpness is above ${thresholdText(run)} everywhere on this map.`
              : `Sharpness reaches ${thresholdText(run)} nowhere on this map.`,
          ]
        : []),
    ...(outside > 0
      ? [
          `${count(outside)} of the ${count(step.length)} points of the path lie outside.`,
        ]
      : []),
  ];
}

function whyNot(run: RunDetail): string {
  const none = noThreshold(run);
  if (none !== undefined) return none;
  return run.threshold === null
    ? "it varies along the run, and so is no curve in this plane."
    : "it is one of curvature rescaled along the path, which is no curve in this plane.";
}

export function mapSentence(
  run: RunDetail,
  variables: string[],
  path: Path,
  terrain: Terrain,
): string {
  const { step, x, y } = path;
  const last = step.length - 1;
  const where = (i: number) => `(${plain(x[i], 4)}, ${plain(y[i], 4)})`;
  return [
    `Contour lines of the loss over ${variables.join(" and ")}, with the path of descent from ${where(0)} at step ${count(step[0])} to ${where(last)} at step ${count(step[last])}.`,
    ...(terrain.threshold.length > 0
      ? [`The dashed curve is where sharpness is ${thresholdText(run)}.`]
      : []),
    ...mapRemarks(run, path, terrain),
  ].join(" ");
}
