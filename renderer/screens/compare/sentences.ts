/** What the compared runs differ in, and each chart, in words. */
import type { RunRow } from "../../../core/contract/api";
import { differences, differenceSentence } from "../../../core/experiment/diff";
import type { Alignment } from "../../../core/series/align";
import { count, counted, quantity } from "../../lib/format";
import type { Member } from "./members";
import { measures, type MeasureName } from "./measures";
import { xNames, type Track } from "./pictures";

export function compareSentence(members: Member[]): string {
  const rows = members.map(({ row }) => row);
  if (rows.length < 2)
    return "Add a second run, and what differs is said here.";
  const [a, b] = members;
  if (rows.length === 2)
    return differenceSentence(
      a.row.spec,
      b.row.spec,
      [a.row.summary, b.row.summary],
      [a.letter, b.letter],
    );
  const found = differences(rows.map(({ spec }) => spec));
  const names = found.map(({ label, values }) => {
    const distinct = [...new Set(values)];
    return found.length < 3 && distinct.length < 9
      ? `${label} (${distinct.join(", ")})`
      : label;
  });
  const what =
    found.length === 0
      ? `The ${rows.length} runs have the same settings`
      : `The ${rows.length} runs differ ${found.length === 1 ? "only " : ""}in ${listed(names)}`;
  return `${what}; ${edgeClause(members)}.`;
}

function edgeClause(members: Member[]): string {
  const crossed = members
    .flatMap(({ row, letter }) => {
      const step = row.summary.crossingStep;
      return step === null ? [] : [{ letter, step }];
    })
    .sort((a, b) => a.step - b.step);
  if (crossed.length === 0) return "none reached the edge";
  const [first] = crossed;
  const last = crossed[crossed.length - 1];
  const begins = `${first.letter} reached the edge first, at step ${count(first.step)}`;
  if (crossed.length === 1)
    return `only ${first.letter} reached the edge, at step ${count(first.step)}`;
  if (crossed.length === members.length && first.step === last.step)
    return `all reached the edge at step ${count(first.step)}`;
  return crossed.length === members.length
    ? `${begins}, ${last.letter} last, at step ${count(last.step)}`
    : `${begins}; ${counted(members.length - crossed.length, "run")} did not`;
}

const along: Record<Alignment, string> = {
  step: "steps",
  epoch: "epochs",
  flow: "step size times step",
  seconds: "running time in seconds",
  crossing: "steps since the crossing",
};

/** One chart in words: where each run begins and ends. */
export function chartSentence(
  name: MeasureName,
  tracks: Track[],
  alignment: Alignment,
): string {
  const { title } = measures[name];
  if (tracks.length === 0) return `${title}: nothing to draw.`;
  const each = tracks.map(({ label, members, curve }) => {
    const first = curve.y.find(Number.isFinite);
    const last = curve.y.findLast(Number.isFinite);
    const names = members.map(({ row }) => row.name).join(", ");
    return `${label} (${names}) from ${quantity(first)} to ${quantity(last)}`;
  });
  return `${title} over ${along[alignment]}: ${each.join("; ")}.`;
}

/** Why some of the visible runs are not in a chart; empty when all are. */
export function missingSentence(
  name: MeasureName,
  members: Member[],
  tracks: Track[],
  alignment: Alignment,
): string {
  const drawn = new Set(tracks.flatMap((track) => track.members));
  const missing = members.filter((member) => !drawn.has(member));
  if (missing.length === 0) return "";
  const letters = listed(missing.map(({ letter }) => letter));
  const uncrossed = (row: RunRow) => row.summary.crossingStep === null;
  const why =
    alignment === "crossing" && missing.every(({ row }) => uncrossed(row))
      ? "never reached the threshold"
      : `${missing.length === 1 ? "has" : "have"} no ${measures[name].title.toLowerCase()} recorded`;
  return `${letters} ${why}.`;
}

/** What a logarithmic x axis leaves out; empty where it is linear and where nothing is. */
export function leftOutSentence(
  tracks: Track[],
  alignment: Alignment,
  xLog: boolean,
): string {
  const before = xLog && tracks.some(({ curve }) => curve.unplaced > 0);
  return before
    ? `What is at 0 (${xNames[alignment]}) has no place on a logarithmic axis.`
    : "";
}

export function listed(words: string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
