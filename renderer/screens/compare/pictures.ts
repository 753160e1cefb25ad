/** The charts of the compare screen, made from what was read for the window being drawn. */
import type { RunRow } from "../../../core/contract/api";
import { firstStep, flowTimesOf } from "../../../core/run/fork";
import { ascends } from "../../../core/series/align";
import type { Relation } from "../../../core/series/band";
import type { DrawnCurve } from "../../../core/series/curves";
import { withinBounds } from "../../pictures/run-pictures";
import { linearRange, logRange } from "../../plot/axis";
import {
  curveOf,
  endsOfValues,
  valuesBeside,
  type Curve,
} from "../../plot/curve";
import type { Axis, ChartModel } from "../../plot/model";
import type { Level } from "../../plot/levels";
import {
  thresholdName,
  thresholdNumber,
  thresholdText,
} from "../../lib/threshold";
import type { XName } from "./choices";
import type { Group } from "./members";
import { measureNames, measures, type MeasureName } from "./measures";
import { xChoiceOf } from "./what";

/** A group with its curve. */
export interface Track extends Group {
  curve: DrawnCurve;
  /** Its threshold, where that varies. */
  course?: DrawnCurve;
}

export interface Frame {
  name: MeasureName;
  x: XName;
  ratio: boolean;
  /** Values are told from those of a baseline; null where there is none. */
  relation: Relation | null;
  xLog: boolean;
  yLog: boolean;
  /** null for everything. */
  window: Axis | null;
  /** Of y, set by hand; null for what shows all values. */
  range: Axis | null;
  extent: Axis;
}

export const xNames: Record<XName, string> = {
  ...(Object.fromEntries(
    measureNames.map((name) => [name, measures[name].title.toLowerCase()]),
  ) as Record<MeasureName, string>),
  step: "step",
  epoch: "epoch",
  flow: "η·step",
  seconds: "seconds",
  crossing: "steps since crossing",
};

/** null for a group of which nothing is drawn. */
export function trackOf(
  group: Group,
  curve: DrawnCurve,
  course?: DrawnCurve,
): Track | null {
  const members = group.members.filter(({ row }) =>
    curve.runs.includes(row.id),
  );
  return members.length === 0
    ? null
    : { ...group, members, curve, ...(course && { course }) };
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
  const { window, extent, xLog, yLog, range } = frame;
  const x = {
    ...(window ?? extent),
    log: xLog,
    name: xNames[frame.x],
    isWhole:
      ["step", "crossing"].includes(frame.x) ||
      (frame.x === "epoch" && !tracks.some(hasParts)),
  };
  const curves = tracks.map((track): Curve => {
    const { key, label, short, ink, dash, width, alpha, curve } = track;
    const { band } = curve;
    return curveOf(key, short, ink, curve, {
      name: label,
      dash,
      width,
      alpha,
      isPath: !ascends(xChoiceOf(frame.x)),
      gaps: measures[frame.name].gaps,
      ...(band && { band }),
    });
  });
  const courses = tracks.flatMap((track): Curve[] => {
    const { key, ink, course } = track;
    if (!course) return [];
    return [
      curveOf(`${key} threshold`, "", ink, withinBounds(course), {
        dash: [7, 4],
        width: 1,
        isPath: !ascends(xChoiceOf(frame.x)),
        gaps: "plain",
        shows: "line",
      }),
    ];
  });
  const marks = thresholds(tracks, frame);
  return {
    x,
    y: { ...(range ?? rangeOf(curves, courses, marks, yLog, x)), log: yLog },
    curves: [...curves, ...courses],
    ...marks,
    crossing: null,
    crossings: crossingsOf(tracks, frame.x),
  };
}

function rangeOf(
  curves: Curve[],
  courses: Curve[],
  { threshold, levels }: Marks,
  log: boolean,
  x: Axis,
): Axis {
  const lines = curves.flatMap((curve) => [
    curve,
    ...(curve.band ? [curve.band.low, curve.band.high] : []),
  ]);
  const own = endsOfValues(lines, log, x);
  const values = [
    ...levels.map(({ value }) => value),
    ...(threshold ? [threshold.value] : []),
    ...valuesBeside(courses, own),
    ...own,
  ];
  return log ? logRange(values) : linearRange(values);
}

interface Marks {
  threshold: ChartModel["threshold"];
  levels: NonNullable<ChartModel["levels"]>;
}

/** One line for each threshold, in the common colour where all the runs share it. */
function thresholds(tracks: Track[], { name, ratio, relation }: Frame): Marks {
  const { byThreshold, level } = measures[name];
  if (level !== null && tracks.length > 0 && !relation)
    return { threshold: { value: level, label: String(level) }, levels: [] };
  if (!byThreshold || tracks.length === 0 || relation)
    return { threshold: null, levels: [] };
  if (ratio) return { threshold: { value: 1, label: "threshold" }, levels: [] };
  const named = new Map<string, Omit<Level, "who"> & { names: string[] }>();
  for (const { members, ink, short } of tracks) {
    const [{ row }] = members;
    if (row.threshold === null) continue;
    const text = thresholdText(row);
    const known = named.get(text);
    if (known) known.names.push(short);
    else
      named.set(text, {
        value: row.threshold,
        quantity: thresholdName(row),
        number: thresholdNumber(row.threshold),
        names: [short],
        ink,
      });
  }
  const all = [...named.values()].map(({ names, ...level }) => ({
    ...level,
    who: names.join(", "),
  }));
  if (all.length > 1) return { threshold: null, levels: all };
  if (all.length === 0) return { threshold: null, levels: [] };
  const [text] = named.keys();
  return { threshold: { value: all[0].value, label: text }, levels: [] };
}

/** Whether a run has steps within an epoch. */
function hasParts({ members }: Track): boolean {
  return members.some(({ row }) => row.summary.stepsPerEpoch !== undefined);
}

function flowTime(run: RunRow, step: number): number {
  return flowTimesOf(run, Float64Array.of(step))[0];
}

function crossingsOf(
  tracks: Track[],
  x: XName,
): NonNullable<ChartModel["crossings"]> {
  // Running time at a crossing is not in the summary; since the crossing, all stand at 0.
  if (x !== "step" && x !== "epoch" && x !== "flow" && x !== "crossing")
    return [];
  return tracks.flatMap(({ key, members, short, ink }) => {
    const [{ row }] = members;
    const { crossingStep } = row.summary;
    if (crossingStep === null || members.length > 1) return [];
    // A fork may have crossed before its first step.
    if (crossingStep < firstStep(row)) return [];
    if (x === "crossing")
      return tracks[0].key === key ? [{ x: 0, label: "crossing", ink }] : [];
    const at = {
      step: crossingStep,
      epoch: crossingStep / (row.summary.stepsPerEpoch ?? 1),
      flow: flowTime(row, crossingStep),
    };
    return [{ x: at[x], label: short, ink }];
  });
}
