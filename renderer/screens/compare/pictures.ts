/** The charts of the compare screen, made from what was read for the window being drawn. */
import type { Alignment } from "../../../core/series/align";
import type { DrawnCurve } from "../../../core/series/curves";
import { linearRange, logRange } from "../../plot/axis";
import { curveOf, endsOfValues, type Curve } from "../../plot/curve";
import type { Axis, ChartModel } from "../../plot/model";
import type { Level } from "../../plot/levels";
import type { Ink } from "../../plot/palette";
import {
  thresholdName,
  thresholdNumber,
  thresholdText,
} from "../../lib/threshold";
import type { Member } from "./members";
import { measures, type MeasureName } from "./measures";

/** What is drawn as one line: a run, or a group of runs that differ in their seed. */
export interface Track {
  key: string;
  label: string;
  ink: Ink;
  dash: number[];
  members: Member[];
  curve: DrawnCurve;
}

export interface Frame {
  name: MeasureName;
  alignment: Alignment;
  ratio: boolean;
  xLog: boolean;
  yLog: boolean;
  /** null for everything. */
  window: Axis | null;
  extent: Axis;
}

export const xNames: Record<Alignment, string> = {
  step: "step",
  epoch: "epoch",
  flow: "η·step",
  seconds: "seconds",
  crossing: "steps since crossing",
};

/** null for a group of which nothing is drawn. */
export function trackOf(members: Member[], curve: DrawnCurve): Track | null {
  const drawn = members.filter(({ row }) => curve.runs.includes(row.id));
  if (drawn.length === 0) return null;
  const [{ ink, dash }] = drawn;
  const label = drawn.map(({ letter }) => letter).join("");
  return { key: label, label, ink, dash, members: drawn, curve };
}

/** From the first to the last x of all tracks. */
export function extentOf(tracks: Track[], log: boolean): Axis {
  let [min, max] = [Infinity, -Infinity];
  for (const { curve } of tracks) {
    min = Math.min(min, curve.extent?.min ?? Infinity);
    max = Math.max(max, curve.extent?.max ?? -Infinity);
  }
  if (min < max) return { min, max };
  if (min === max) return { min, max: log ? min * 10 : min + 1 };
  return log ? { min: 1, max: 10 } : { min: 0, max: 1 };
}

export function comparePicture(tracks: Track[], frame: Frame): ChartModel {
  const { window, extent, alignment, xLog, yLog } = frame;
  const x = {
    ...(window ?? extent),
    log: xLog,
    name: xNames[alignment],
    isWhole: alignment !== "flow" && alignment !== "seconds",
  };
  const curves = tracks.map(({ key, label, ink, dash, curve }): Curve => {
    const { band } = curve;
    return curveOf(key, label, ink, curve, {
      dash,
      width: band ? 1.75 : 1.5,
      gaps: measures[frame.name].gaps,
      ...(band && { band }),
    });
  });
  const marks = thresholds(tracks, frame);
  const values = [
    ...marks.levels.map(({ value }) => value),
    ...(marks.threshold ? [marks.threshold.value] : []),
  ];
  const lines = curves.flatMap((curve) => [
    curve,
    ...(curve.band ? [curve.band.low, curve.band.high] : []),
  ]);
  values.push(...endsOfValues(lines, yLog, x));
  return {
    x,
    y: { ...(yLog ? logRange(values) : linearRange(values)), log: yLog },
    curves,
    ...marks,
    crossing: null,
    crossings: crossingsOf(tracks, alignment),
  };
}

/** One line for each threshold, in the common colour where all the runs share it. */
function thresholds(
  tracks: Track[],
  { name, ratio }: Frame,
): {
  threshold: ChartModel["threshold"];
  levels: NonNullable<ChartModel["levels"]>;
} {
  if (!measures[name].byThreshold || tracks.length === 0)
    return { threshold: null, levels: [] };
  if (ratio) return { threshold: { value: 1, label: "threshold" }, levels: [] };
  const named = new Map<string, Omit<Level, "who"> & { letters: string[] }>();
  for (const { members, ink, label } of tracks) {
    const [{ row }] = members;
    const text = thresholdText(row);
    const known = named.get(text);
    if (known) known.letters.push(label);
    else
      named.set(text, {
        value: row.threshold,
        quantity: thresholdName(row),
        number: thresholdNumber(row),
        letters: [label],
        ink,
      });
  }
  const all = [...named.values()].map(({ letters, ...level }) => ({
    ...level,
    who: letters.join(", "),
  }));
  if (all.length > 1) return { threshold: null, levels: all };
  const [text] = named.keys();
  return { threshold: { value: all[0].value, label: text }, levels: [] };
}

function crossingsOf(
  tracks: Track[],
  alignment: Alignment,
): NonNullable<ChartModel["crossings"]> {
  // Running time at a crossing is not in the summary; since the crossing, all stand at 0.
  if (alignment === "seconds") return [];
  return tracks.flatMap(({ key, members, label, ink }) => {
    const [{ row }] = members;
    const { crossingStep } = row.summary;
    if (crossingStep === null || members.length > 1) return [];
    if (alignment === "crossing")
      return tracks[0].key === key ? [{ x: 0, label: "crossing", ink }] : [];
    const scale = alignment === "flow" ? row.spec.optimizer.stepSize : 1;
    return [{ x: crossingStep * scale, label, ink }];
  });
}
