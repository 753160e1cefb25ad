/** The run's way through the plane (x, y), step by step and stage by stage. */
import type { Columns } from "../../../core/series/columns";
import { stageNames, type Stage } from "../../../core/theory/stages";
import type { PhaseRates, TrailPoint } from "../../pictures/phase-plane";
import { nearest } from "../../plot/columns";
import { count, quantity } from "../../lib/format";

/** The steps that have x and y, in their order. */
export function trailOf({ step, x, y, stage }: Columns): TrailPoint[] {
  const trail: TrailPoint[] = [];
  step?.forEach((at, row) => {
    if (!Number.isFinite(x[row]) || !Number.isFinite(y[row])) return;
    const named = stage[row] >= 1 ? (stage[row] as Stage) : null;
    trail.push({ step: at, x: x[row], y: y[row], stage: named });
  });
  return trail;
}

/** Index of the point nearest to the step being read; the first one where none is. */
export function indexAt(trail: TrailPoint[], cursor: number | null): number {
  if (cursor === null) return 0;
  return Math.max(
    0,
    nearest(
      trail.map(({ step }) => step),
      cursor,
    ),
  );
}

/** α and β at a step; null where they were not measured. */
export function ratesAt(columns: Columns, step: number): PhaseRates | null {
  const row = columns["step"].indexOf(step);
  const [alpha, beta] = [columns["alpha"][row], columns["beta"][row]];
  return Number.isFinite(alpha) && beta > 0 ? { alpha, beta } : null;
}

/** Index of the next point in another stage, or null where no other one comes. */
export function nextStage(trail: TrailPoint[], at: number): number | null {
  const { stage } = trail[at];
  const next = trail.findIndex(
    (point, i) => i > at && point.stage !== null && point.stage !== stage,
  );
  return next < 0 ? null : next;
}

/** Where a key leads; null for one that leads nowhere. */
export function keyedIndex(
  key: string,
  at: number,
  length: number,
): number | null {
  const moves: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    PageUp: at - 10,
    PageDown: at + 10,
    Home: 0,
    End: length - 1,
  };
  if (!(key in moves)) return null;
  return Math.min(Math.max(moves[key], 0), length - 1);
}

export const stageWords: Record<Stage, string> = {
  1: "Sharpness is below 2/η, so the oscillation shrinks; it is narrower than δ, so sharpness rises.",
  2: "Sharpness is above 2/η, so the oscillation grows; it is still narrower than δ, so sharpness goes on rising.",
  3: "The oscillation is wider than δ, so the cubic term drives sharpness down; while that is above 2/η the oscillation still grows.",
  4: "Sharpness is below 2/η again, so the oscillation shrinks; until it is narrower than δ sharpness goes on falling.",
};

/** A point in words. */
export function pointSentence({ step, x, y, stage }: TrailPoint): string {
  const where = `Step ${count(step)}: x = ${quantity(x, 3)}, y = ${quantity(y, 3)}.`;
  if (stage === null)
    return `${where} The constraint is inactive here, so there is no δ and no stage.`;
  return `${where} Stage ${stage}, ${stageNames[stage - 1]}. ${stageWords[stage]}`;
}

/** More stages than this are only counted. */
const mostNamed = 24;

/** The path in words, for someone who does not see it. */
export function trailSentence(trail: TrailPoint[]): string {
  if (trail.length === 0) return "There is no path to show.";
  const passed = trail.flatMap(({ stage }, i) =>
    stage !== null && stage !== trail.at(i - 1)?.stage ? [stage] : [],
  );
  const first = trail[0].stage;
  const stages =
    first !== null && passed[0] !== first ? [first, ...passed] : passed;
  const named = stages.slice(0, mostNamed).join(", ");
  const more = stages.length - mostNamed;
  const rest = more > 0 ? ` and ${count(more)} more` : "";
  return `The path of ${count(trail.length)} steps in the plane of x and y, through the stages ${named}${rest}.`;
}
