/** What the compared runs differ in, and each chart, in words. */
import { count, counted, quantity } from "../../lib/format";
import { noThreshold } from "../../lib/threshold";
import type { XName } from "./choices";
import type { Member } from "./members";
import { measures, type MeasureName } from "./measures";
import { xNames, type Track } from "./pictures";
import type { Setting } from "./settings";

/** For example "differ in step size and seed". */
export function differSentence(
  members: readonly Member[],
  settings: readonly Setting[],
): string {
  if (members.length < 2) return "add a second run to see differences";
  if (settings.length === 0) return "same settings";
  return `differ in ${listed(settings.map(({ label }) => label))}`;
}

/** Which run reached the edge of stability first. */
export function edgeSentence(members: readonly Member[]): string {
  const crossed = members
    .flatMap(({ row, label }) => {
      const step = row.summary.crossingStep;
      return step === null ? [] : [{ label, step }];
    })
    .sort((a, b) => a.step - b.step);
  if (crossed.length === 0) return "No run reached the threshold.";
  const [first] = crossed;
  const last = crossed[crossed.length - 1];
  const firsts = crossed.filter(({ step }) => step === first.step);
  const who =
    firsts.length > 2
      ? `${first.label} and ${counted(firsts.length - 1, "other")}`
      : listed(firsts.map(({ label }) => label));
  const begins = `${who} reached the threshold first, at step ${count(first.step)}`;
  if (crossed.length === 1)
    return members.length === 1
      ? `It reached the threshold at step ${count(first.step)}.`
      : `Only ${first.label} reached the threshold, at step ${count(first.step)}.`;
  if (crossed.length === members.length && first.step === last.step)
    return `All runs reached the threshold at step ${count(first.step)}.`;
  return crossed.length === members.length
    ? `${begins}; ${last.label} last, at step ${count(last.step)}.`
    : `${begins}; ${counted(members.length - crossed.length, "run")} did not.`;
}

const along: Partial<Record<XName, string>> = {
  step: "steps",
  epoch: "epochs",
  flow: "step size times step",
  seconds: "running time in seconds",
  crossing: "steps since the crossing",
};

/** More lines than this are told together, not one by one. */
const most = 24;

/** One chart in words: where each line begins and ends. */
export function chartSentence(
  name: MeasureName,
  tracks: Track[],
  x: XName,
): string {
  const { title } = measures[name];
  if (tracks.length === 0) return `${title}: nothing to draw.`;
  const ends = tracks.map(({ label, curve }) => ({
    label,
    first: curve.y.find(Number.isFinite) ?? NaN,
    last: curve.y.findLast(Number.isFinite) ?? NaN,
  }));
  const over = `${title} over ${along[x] ?? xNames[x]}`;
  if (tracks.length > most) {
    const lasts = ends.map(({ last }) => last).filter(Number.isFinite);
    const [low, high] = [Math.min(...lasts), Math.max(...lasts)];
    return `${over}: ${tracks.length} lines, which end between ${quantity(low)} and ${quantity(high)}.`;
  }
  const each = ends.map(
    ({ label, first, last }) =>
      `${label} from ${quantity(first)} to ${quantity(last)}`,
  );
  return `${over}: ${each.join("; ")}.`;
}

/** Why some of the visible runs are not in a chart; empty when all are. */
export function missingSentence(
  name: MeasureName,
  members: readonly Member[],
  tracks: Track[],
  x: XName,
  ratio = false,
): string {
  const drawn = new Set(
    tracks.flatMap((track) => track.members.map(({ row }) => row.id)),
  );
  const missing = members.filter(({ row }) => !drawn.has(row.id));
  if (missing.length === 0) return "";
  const who =
    missing.length > 3
      ? `${count(missing.length)} runs`
      : listed(missing.map(({ label }) => label));
  return `${who} ${reason(name, missing, x, ratio)}.`;
}

function reason(
  name: MeasureName,
  missing: Member[],
  x: XName,
  ratio: boolean,
): string {
  const has = missing.length === 1 ? "has" : "have";
  const uncrossed = missing.every(
    ({ row }) => row.summary.crossingStep === null,
  );
  if (x === "crossing" && uncrossed) return "never reached the threshold";
  const without = missing.every(({ row }) => noThreshold(row) !== undefined);
  if (ratio && measures[name].byThreshold && without)
    return `${has} no threshold to divide by`;
  const what = measures[name].title.replace(/^./, (c) => c.toLowerCase());
  return `${has} no ${what} recorded over this axis`;
}

/** What a logarithmic x axis leaves out; empty where it is linear and where nothing is. */
export function leftOutSentence(
  tracks: Track[],
  x: XName,
  xLog: boolean,
): string {
  const before = xLog && tracks.some(({ curve }) => curve.unplaced > 0);
  return before
    ? `Values at or below 0 (${xNames[x]}) cannot be shown on a logarithmic axis.`
    : "";
}

export function listed(words: string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
