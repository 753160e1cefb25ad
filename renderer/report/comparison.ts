/** What the report of a comparison says. */
import { describeExperiment } from "../../core/experiment/describe";
import type { Lab } from "../lib/api";
import { counted } from "../lib/format";
import { statusWords } from "../lib/status";
import type { Figure } from "../figures/figure";
import { CompareController } from "../screens/compare/Controller.svelte";
import { figureOf } from "../screens/compare/figures";
import { results } from "../screens/compare/results";
import { differSentence, edgeSentence } from "../screens/compare/sentences";

export interface ComparisonContent {
  title: string;
  sentences: string[];
  figure: Figure;
  /** What all the runs have in common. */
  common: { term: string; what: string }[];
  table: { head: string[]; rows: { id: number; cells: string[] }[] };
  /** Runs that are hidden in the charts and the table. */
  hidden: string;
  lab: string;
}

/** More settings than this are told in one column. */
const mostColumns = 4;

/** @param choices as the compare screen keeps them */
export async function readComparison(
  lab: Lab,
  ids: number[],
  choices: Record<string, unknown>,
): Promise<ComparisonContent> {
  const compare = new CompareController(lab);
  compare.restore(choices);
  const [rows, { version }] = await Promise.all([
    lab.runs.listSome(ids),
    lab.app.info(),
  ]);
  compare.show(rows, ids);
  const members = compare.members.filter(({ visible }) => visible);
  const hidden = compare.members.length - members.length;
  const charts = await compare.charts(compare.choices.shown);
  return {
    title: `Comparison of ${counted(members.length, "run")}`,
    sentences: [
      `The runs ${differSentence(members, compare.settings)}.`,
      edgeSentence(members),
    ],
    // The table says which runs they are.
    figure: { ...figureOf(charts, compare, version), title: "", stamp: [] },
    common: commonOf(members.map(({ row }) => describeExperiment(row.spec))),
    table: tableOf(compare),
    hidden:
      hidden > 0
        ? `${counted(hidden, "run")} hidden on the screen ${hidden === 1 ? "is" : "are"} left out.`
        : "",
    lab: `Edge Lab ${version}`,
  };
}

/** What every experiment says in the same words. */
function commonOf(all: ComparisonContent["common"][]) {
  const [first = [], ...others] = all;
  return first.filter(({ term, what }) =>
    others.every((one) =>
      one.some((other) => other.term === term && other.what === what),
    ),
  );
}

/** A row for each run: what tells it from the others, how it ended, and what came of it. */
function tableOf({
  members,
  settings,
}: CompareController): ComparisonContent["table"] {
  const shown = members.filter(({ visible }) => visible);
  const measured = results.filter(({ of }) =>
    shown.some(({ row }) => of(row) !== null),
  );
  const each = settings.length > 0 && settings.length <= mostColumns;
  return {
    head: [
      "Run",
      ...(each ? settings.map(({ symbol }) => symbol) : ["What it is"]),
      "End",
      ...measured.map(({ short }) => short),
    ],
    rows: shown.map(({ row, label }) => ({
      id: row.id,
      cells: [
        String(row.id),
        ...(each
          ? settings.map(({ texts }) => texts.get(row.id) ?? "")
          : [label]),
        statusWords[row.status],
        ...measured.map(({ of, text, ofDiverged }) => {
          const value = of(row);
          const counts = row.status !== "diverged" || ofDiverged;
          return value === null || !counts ? "–" : text(value);
        }),
      ],
    })),
  };
}
