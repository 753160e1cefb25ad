/** A compared chart as a figure: who is who, what it shows and where it comes from. */
import { describeData } from "../../../core/experiment/describe";
import { stampOf, type Figure } from "../../figures/figure";
import { counted } from "../../lib/format";
import { isFlow } from "../../lib/threshold";
import { lanesSentence } from "../../plot/lanes";
import { mostFlags } from "../../plot/flag-marks";
import { mostLevels } from "../../plot/threshold-marks";
import type { ChartModel } from "../../plot/model";
import { legendOf } from "./legend";
import type { Member } from "./members";
import type { Track } from "./pictures";
import { listed } from "./sentences";
import type { Setting } from "./settings";

interface Origin {
  version: string;
  /** In which the runs differ. */
  settings: readonly Setting[];
  /** The setting that colours stand for; null where each line has its own. */
  colour: Setting | null;
}

/** More entries of the legend than this, and more values of a setting, are told by some of them. */
const most = 24;
/** More runs than this have no line of small print each. */
const stamped = 8;

export function figureOf(
  title: string,
  model: ChartModel,
  tracks: Track[],
  { version, settings, colour }: Origin,
): Figure {
  const byColour = colour !== null && tracks.length > most;
  const entries = legendOf(tracks, byColour ? colour : null);
  const legend = entries.length > most ? sampled(entries) : entries;
  return {
    title,
    plot: model,
    legend: legend.map(({ key, label, ink, dash }) => {
      const track = tracks.find((track) => track.key === key);
      const name = track?.curve.band
        ? `${track.label}: mean of ${track.members.length} runs with its band`
        : label;
      return { label: name, ink, dash };
    }),
    caption:
      captionOf(title, model, tracks) +
      (legend === entries
        ? ""
        : ` The legend names ${legend.length} of ${entries.length} ${byColour ? "colours" : "lines"}, evenly chosen.`),
    stamp: [...stampsOf(tracks, settings), `Edge Lab ${version}`],
  };
}

/** Evenly chosen, with the first and the last. */
function sampled<T>(items: readonly T[]): T[] {
  return Array.from(
    { length: most / 2 },
    (_, i) => items[Math.round((i * (items.length - 1)) / (most / 2 - 1))],
  );
}

/** A line for each run; of many runs, what they are in common and the values in which they differ. */
function stampsOf(tracks: Track[], settings: readonly Setting[]): string[] {
  const members = tracks.flatMap(({ members }) => members);
  if (members.length <= stamped)
    return members.map(({ row, label }) => `${label}: ${stampOf(row)}`);
  const names = members.map(({ row }) => row.name);
  const data = new Set(
    members.map(({ row: { spec } }) =>
      spec.data ? describeData(spec.data) : "landscape",
    ),
  );
  return [
    `${counted(members.length, "run")}, from ${names[0]} to ${names[names.length - 1]} (${numbersOf(members)} of the archive)`,
    // Where they differ, it is among the settings below.
    ...(data.size === 1 ? data : []),
    ...settings.map(
      (setting) => `${setting.label}: ${spanOf(setting, members)}`,
    ),
  ];
}

/** "runs 1–3, 5": every number is named. */
function numbersOf(members: readonly Member[]): string {
  const ids = members.map(({ row }) => row.id).sort((a, b) => a - b);
  const spans: [number, number][] = [];
  for (const id of ids) {
    const last = spans.at(-1);
    if (last && id === last[1] + 1) last[1] = id;
    else spans.push([id, id]);
  }
  const written = spans.map(([from, to]) =>
    from === to ? String(from) : `${from}–${to}`,
  );
  return `runs ${written.join(", ")}`;
}

/** The values of a setting, or the least and the greatest of many numbers. */
function spanOf(
  { values, texts, isNumeric }: Setting,
  members: readonly Member[],
): string {
  const texted = new Map(
    members.map(({ row: { id } }) => [values.get(id), texts.get(id) ?? ""]),
  );
  if (!isNumeric || texted.size <= most) return [...texted.values()].join(", ");
  const numbers = [...texted.keys()].map(Number).sort((a, b) => a - b);
  const [least, greatest] = [numbers[0], numbers[numbers.length - 1]];
  return `${texted.size} values from ${texted.get(least)} to ${texted.get(greatest)}`;
}

function captionOf(title: string, model: ChartModel, tracks: Track[]): string {
  const scales = [...(model.x.log ? ["x"] : []), ...(model.y.log ? ["y"] : [])];
  const log = scales.length === 0 ? "" : `, logarithmic in ${listed(scales)}`;
  const what = `${title} over ${model.x.name ?? "step"}${log}, ${told(tracks)}.`;
  const rows = tracks.flatMap(({ members }) => members.map(({ row }) => row));
  const isShaded = (model.levels?.length ?? 0) > mostLevels;
  const lines =
    model.threshold !== null || model.levels?.length
      ? ` ${isShaded ? "Shaded in red: from the least to the greatest sharpness at which" : "Long dashes: where"} the optimiser becomes unstable${rows.some(isFlow) ? "; gradient flow does not" : ""}.`
      : "";
  const areMany = (model.crossings?.length ?? 0) > mostFlags;
  const flags = model.crossings?.length
    ? ` Upright dotted lines${areMany ? ", or a bracket where many crowd" : ""}: where sharpness first reached it.`
    : "";
  const outside = lanesSentence(model);
  return what + lines + flags + (outside && ` ${outside}`);
}

/** Whose lines they are; only how many where naming them would be a list. */
function told(tracks: Track[]): string {
  if (tracks.length > 8) return counted(tracks.length, "line");
  return listed(tracks.map(({ label }) => label));
}
