/** Compared charts as a figure: who is who, what it shows and where it comes from. */
import type { RunRow } from "../../../core/contract/api";
import { describeData } from "../../../core/experiment/describe";
import {
  stacked,
  stampOf,
  type Figure,
  type FigureChoice,
} from "../../figures/figure";
import { count, counted, quantity } from "../../lib/format";
import { isFlow } from "../../lib/threshold";
import { lanesSentence } from "../../plot/lanes";
import { mostFlags } from "../../plot/flag-marks";
import { mostLevels } from "../../plot/threshold-marks";
import type { Chart, CompareController } from "./Controller.svelte";
import { legendOf } from "./legend";
import { measures, type MeasureName } from "./measures";
import { membersOf, type Member } from "./members";
import type { Track } from "./pictures";
import {
  differSentence,
  leftOutSentence,
  listed,
  missingSentence,
} from "./sentences";
import { settingsOf, type Setting } from "./settings";

/** What is told of a comparison beside its charts. */
export type Compared = Pick<
  CompareController,
  "settings" | "colourSetting" | "visible" | "choices"
>;

/** More entries of the legend than this, and more values of a setting, are told by some of them. */
const most = 24;
/** More runs than this have no line of small print each. */
const stamped = 8;

/** Loss over sharpness first, then what is on screen. */
export function figureChoices(compare: CompareController): FigureChoice[] {
  const { shown } = compare.choices;
  const choice = (
    key: string,
    label: string,
    names: readonly MeasureName[],
  ) => ({
    key,
    label,
    make: async (version: string) =>
      figureOf(await compare.charts(names), compare, version),
  });
  const isStandard = shown.join() === standard.join();
  return [
    choice("stacked", "Loss over sharpness", standard),
    ...(shown.length > 1 && !isStandard
      ? [choice("shown", "All charts shown, on one x axis", shown)]
      : []),
    ...shown.map((name) => choice(name, measures[name].title, [name])),
  ];
}

const standard: readonly MeasureName[] = ["loss", "sharpness"];

/** Charts of the compared runs over one x axis. */
export function figureOf(
  charts: readonly Chart[],
  compare: Compared,
  version: string,
): Figure {
  const { settings, colourSetting: colour } = compare;
  const drawn = charts.filter(({ tracks }) => tracks.length > 0);
  const tracks = lines(drawn);
  const byColour = colour !== null && tracks.length > most;
  const entries = legendOf(tracks, byColour ? colour : null);
  const legend = entries.length > most ? sampled(entries) : entries;
  const sampledNote =
    legend === entries
      ? ""
      : `The legend names ${legend.length} of ${entries.length} ${byColour ? "colours" : "lines"}, evenly chosen.`;
  return {
    title: titleOf(tracks, settings),
    panels: stacked(
      drawn.map(({ name, model }) => ({
        y: measures[name].title,
        plot: model,
      })),
    ),
    legend: legend.map(({ key, label, ink, dash }) => {
      const track = tracks.find((track) => track.key === key);
      const name = track?.curve.band ? withBand(track) : label;
      return { label: name, ink, dash };
    }),
    caption: sentencesOnce([
      ...drawn.flatMap(captionOf),
      windowSentence(drawn, compare),
      ...charts.map((chart) => missingOf(chart, compare)),
      sampledNote,
    ]),
    stamp: [
      ...stampsOf(
        tracks.flatMap(({ members }) => members),
        settings,
      ),
      `Edge Lab ${version}`,
    ],
  };
}

/** What holds for several charts is said once. */
function sentencesOnce(sentences: string[]): string {
  return [...new Set(sentences)].filter(Boolean).join(" ");
}

/** The lines that are in any of the charts. */
function lines(charts: readonly Chart[]): Track[] {
  const byKey = new Map(
    charts.flatMap(({ tracks }) => tracks.map((track) => [track.key, track])),
  );
  return [...byKey.values()];
}

function titleOf(tracks: Track[], settings: readonly Setting[]): string {
  const members = tracks.flatMap(({ members }) => members);
  if (members.length === 1) return members[0].row.name;
  const how =
    settings.length === 0
      ? "with the same settings"
      : `that ${differSentence(members, settings)}`;
  return `${counted(members.length, "run")} ${how}`;
}

/** The stretch that zoomed charts show. */
function windowSentence(
  charts: readonly Chart[],
  { choices: { window } }: Compared,
): string {
  const [first] = charts;
  if (!window || !first) return "";
  const { x } = first.model;
  const write = (value: number) =>
    x.isWhole ? count(Math.round(value)) : quantity(value, 4);
  return `Only ${x.name ?? "step"} from ${write(window.min)} to ${write(window.max)} is shown.`;
}

/** What of the runs is not in a chart, and why. */
function missingOf(
  { name, tracks }: Chart,
  { visible, choices }: Compared,
): string {
  const members = visible.flatMap((group) => group.members);
  return [
    missingSentence(name, members, tracks, choices.x),
    leftOutSentence(tracks, choices.x, choices.xLog),
  ]
    .filter(Boolean)
    .join(" ");
}

/** Evenly chosen, with the first and the last. */
function sampled<T>(items: readonly T[]): T[] {
  return Array.from(
    { length: most / 2 },
    (_, i) => items[Math.round((i * (items.length - 1)) / (most / 2 - 1))],
  );
}

/** A line for each run; of many runs, what they are in common and the values in which they differ. */
function stampsOf(
  members: readonly Member[],
  settings: readonly Setting[],
): string[] {
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

/** The small print of a picture of runs that are not told apart in it. */
export function stampsOfRuns(rows: readonly RunRow[]): string[] {
  const settings = settingsOf(rows);
  return stampsOf(membersOf(rows, settings, new Set()), settings);
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

/** What a chart shows; then what its lines and marks mean. */
function captionOf({ name, model, tracks }: Chart): string[] {
  const { title } = measures[name];
  const scales = [...(model.x.log ? ["x"] : []), ...(model.y.log ? ["y"] : [])];
  const log = scales.length === 0 ? "" : `, logarithmic in ${listed(scales)}`;
  const rows = tracks.flatMap(({ members }) => members.map(({ row }) => row));
  const isShaded = (model.levels?.length ?? 0) > mostLevels;
  const areMany = (model.crossings?.length ?? 0) > mostFlags;
  return [
    `${title} over ${model.x.name ?? "step"}${log}, ${told(tracks)}.`,
    model.threshold !== null || model.levels?.length
      ? `${isShaded ? "Shaded in red: from the least to the greatest sharpness at which" : "Long dashes: where"} the optimiser becomes unstable${rows.some(isFlow) ? "; gradient flow does not" : ""}.`
      : "",
    model.crossings?.length
      ? `Upright dotted lines${areMany ? ", or a bracket where many crowd" : ""}: where sharpness first reached the threshold.`
      : "",
    lanesSentence(model),
  ];
}

/** Whose lines they are; only how many where naming them would be a list. */
function told(tracks: Track[]): string {
  if (tracks.length > 8) return counted(tracks.length, "line");
  return listed(tracks.map(({ label }) => label));
}

function withBand({ label, members }: Track): string {
  return members.length > 1
    ? `${label}: mean of ${members.length} runs with its band`
    : `${label}, with its standard error`;
}
