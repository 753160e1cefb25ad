/** A compared chart as a figure: who is who, what it shows and where it comes from. */
import { stampOf, type Figure } from "../../figures/figure";
import { lanesSentence } from "../../plot/lanes";
import type { ChartModel } from "../../plot/model";
import { counted } from "../../lib/format";
import { isFlow } from "../../lib/threshold";
import type { Track } from "./pictures";
import { listed } from "./sentences";

export function figureOf(
  title: string,
  model: ChartModel,
  tracks: Track[],
  version: string,
): Figure {
  return {
    title,
    plot: model,
    legend: tracks.map(({ label, ink, dash, members, curve }) => ({
      label: curve.band
        ? `${label}: mean of ${members.length} runs with its band`
        : label,
      ink,
      dash,
    })),
    caption: captionOf(title, model, tracks),
    stamp: [
      ...tracks.flatMap(({ members }) =>
        members.map(({ row, label }) => `${label}: ${stampOf(row)}`),
      ),
      `Edge Lab ${version}`,
    ],
  };
}

function captionOf(title: string, model: ChartModel, tracks: Track[]): string {
  const scales = [...(model.x.log ? ["x"] : []), ...(model.y.log ? ["y"] : [])];
  const log = scales.length === 0 ? "" : `, logarithmic in ${listed(scales)}`;
  const what = `${title} over ${model.x.name ?? "step"}${log}, ${told(tracks)}.`;
  const hasThreshold = model.threshold !== null || model.levels?.length;
  const rows = tracks.flatMap(({ members }) => members.map(({ row }) => row));
  const lines = hasThreshold
    ? ` Long dashes: where the optimiser becomes unstable${rows.some(isFlow) ? "; gradient flow does not" : ""}.`
    : "";
  const flags = model.crossings?.length
    ? " Upright dotted lines: where sharpness first reached it."
    : "";
  const outside = lanesSentence(model);
  return what + lines + flags + (outside && ` ${outside}`);
}

/** Whose lines they are; only how many where naming them would be a list. */
function told(tracks: Track[]): string {
  if (tracks.length > 8) return counted(tracks.length, "line");
  return listed(tracks.map(({ label }) => label));
}
