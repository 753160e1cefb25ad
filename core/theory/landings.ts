/** The way of a run to the start of an analysis: where it is taken up at checkpoints instead of step by step. */

/** Before the start of an analysis so many rows at most, evenly spaced, each with its α, β and δ. */
export const rowsBefore = 100;

/** Numbers that the checkpoints of one analysis may hold: 64 MB. */
const mostNumbers = 2 ** 23;

/** A step at which the parameters of a run are known. */
export interface Landing {
  step: number;
  theta: Float64Array;
}

export interface Way {
  /** The first step of the run. */
  begin: number;
  /** The step at which the analysis starts. */
  from: number;
  /** Steps with checkpoints, ascending. */
  kept: readonly number[];
  /** Parameters P. */
  parameters: number;
}

/** Steps from one row before the start to the next. */
export function rowsEvery({ begin, from }: Pick<Way, "begin" | "from">) {
  return Math.max(1, Math.ceil((from - begin) / rowsBefore));
}

/** The next step, from a step on, that has a row or is the start. */
export function nextRow(
  way: Pick<Way, "begin" | "from">,
  step: number,
): number {
  const every = rowsEvery(way);
  const row = way.begin + every * Math.ceil((step - way.begin) / every);
  return Math.min(way.from, row);
}

/**
 * The checkpoints that save steps, ascending: the last one between each row and the next. Where they are too
 * large together, those that save most.
 */
export function landingsOf(way: Way): number[] {
  return landed(way).map(({ step }) => step);
}

/** How many steps of the way are made one by one. */
export function stepsWalked(way: Way): number {
  const saved = landed(way).reduce((sum, landing) => sum + landing.saved, 0);
  return way.from - way.begin - saved;
}

function landed({ parameters, kept, ...way }: Way) {
  /** The last checkpoint before each row, by the row. */
  const last = new Map<number, { step: number; saved: number }>();
  for (const step of kept) {
    if (step <= way.begin || step > way.from) continue;
    const row = nextRow(way, step);
    const before = lastRow(way, step);
    // The step from a row is made for what the descent lemma says of it.
    const saved = step - before - 1;
    if (saved > 0) last.set(row, { step, saved });
  }
  const most = Math.floor(mostNumbers / Math.max(1, parameters));
  return [...last.values()]
    .sort((a, b) => b.saved - a.saved)
    .slice(0, most)
    .sort((a, b) => a.step - b.step);
}

/** The last row before a step. */
function lastRow(way: Pick<Way, "begin" | "from">, step: number): number {
  const every = rowsEvery(way);
  return way.begin + every * (Math.ceil((step - way.begin) / every) - 1);
}
