/** The map of a landscape in words and numbers. */
import type { RunDetail } from "../../../core/contract/api";
import type { Path, Terrain } from "../../charts/landscape-map";
import type { Reading } from "../../charts/readout";
import { count, plain, quantity } from "../../lib/format";
import { thresholdText } from "../../lib/threshold";
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

export function mapSentence(
  run: RunDetail,
  variables: string[],
  { step, x, y }: Path,
  { window, threshold }: Terrain,
): string {
  const last = step.length - 1;
  const where = (i: number) => `(${plain(x[i], 4)}, ${plain(y[i], 4)})`;
  const inside = (i: number) =>
    x[i] >= window.x.min &&
    x[i] <= window.x.max &&
    y[i] >= window.y.min &&
    y[i] <= window.y.max;
  const outside = step.reduce((sum, _, i) => sum + (inside(i) ? 0 : 1), 0);
  const curve = !hasThresholdCurve(run.spec.optimizer)
    ? "The threshold is one of curvature rescaled along the path, which is no curve in this plane."
    : threshold.length === 0
      ? `Sharpness reaches ${thresholdText(run)} nowhere on the map.`
      : `The dashed curve is where sharpness is ${thresholdText(run)}.`;
  return [
    `Level lines of the loss over ${variables.join(" and ")}, with the path of descent from ${where(0)} at step 0 to ${where(last)} at step ${count(step[last])}.`,
    curve,
    ...(outside > 0
      ? [`${count(outside)} of ${count(step.length)} points lie outside.`]
      : []),
  ].join(" ");
}
