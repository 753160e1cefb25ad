/** The charts of the compare screen, made from whole columns for the window being drawn. */
import type { Alignment } from "../../../core/series/align";
import { bandOf } from "../../../core/series/band";
import { decimate, type Curve as Columns } from "../../../core/series/decimate";
import { linearRange, logRange } from "../../plot/axis";
import { curveOf, valuesOf, type Curve } from "../../plot/curve";
import type { Axis, ChartModel } from "../../plot/model";
import type { Level } from "../../plot/levels";
import type { Ink } from "../../plot/palette";
import {
  thresholdName,
  thresholdNumber,
  thresholdText,
} from "../../lib/threshold";
import { seedGroups, type Member } from "./members";
import { measures, type MeasureName } from "./measures";

/** What is drawn as one line: a run, or a group of runs that differ in their seed. */
export interface Track {
  key: string;
  label: string;
  ink: Ink;
  dash: number[];
  members: Member[];
  curve: Columns;
  ends?: { low: Columns; high: Columns };
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
  /** Width of the plot in device pixels. */
  pixels: number;
}

export const xNames: Record<Alignment, string> = {
  step: "step",
  epoch: "epoch",
  flow: "η·step",
  seconds: "seconds",
  crossing: "steps since crossing",
};

export function tracksOf(
  members: Member[],
  curveOf: (member: Member) => Columns | null,
  banded: boolean,
): Track[] {
  const groups = banded ? seedGroups(members) : [];
  const alone = members.filter(
    (member) => !groups.some((group) => group.includes(member)),
  );
  return [...alone.map((member) => [member]), ...groups].flatMap((group) => {
    const curves = group.flatMap((member) => curveOf(member) ?? []);
    if (curves.length === 0) return [];
    const [{ ink, dash }] = group;
    const label = group.map(({ letter }) => letter).join("");
    const track = { key: label, label, ink, dash, members: group };
    if (curves.length === 1) return [{ ...track, curve: curves[0] }];
    const { x, mean, low, high } = bandOf(curves);
    const ends = { low: { x, y: low }, high: { x, y: high } };
    return [{ ...track, curve: { x, y: mean }, ends }];
  });
}

/** From the first to the last x of all tracks; on a logarithmic axis from the first above 0. */
export function extentOf(tracks: Track[], log: boolean): Axis {
  let [min, max] = [Infinity, -Infinity];
  for (const { curve } of tracks) {
    const first = log ? curve.x.find((x) => x > 0) : curve.x[0];
    const last = curve.x.at(-1);
    if (first === undefined || last === undefined) continue;
    min = Math.min(min, first);
    max = Math.max(max, last);
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
  const thin = (curve: Columns) => drawn(curve, frame, x);
  const curves = tracks.map(({ key, label, ink, dash, curve, ends }): Curve => {
    const band = ends && { low: thin(ends.low), high: thin(ends.high) };
    return curveOf(key, label, ink, thin(curve), {
      dash,
      width: ends ? 1.75 : 1.5,
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
  values.push(...valuesOf(lines, yLog));
  return {
    x,
    y: { ...(yLog ? logRange(values) : linearRange(values)), log: yLog },
    curves,
    ...marks,
    crossing: null,
    crossings: crossingsOf(tracks, alignment),
  };
}

function drawn(
  curve: Columns,
  { pixels, xLog }: Frame,
  { min, max }: Axis,
): Columns {
  return decimate(curve.x, curve.y, {
    pixels: Math.max(50, Math.round(pixels)),
    from: min,
    to: max,
    log: xLog,
    beyond: true,
  });
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
