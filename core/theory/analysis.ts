import type { Objective } from "../objective/objective";
import { ColumnBuffer } from "../series/column-buffer";
import type { Columns } from "../series/columns";
import { dot, norm } from "../vector";
import { agreementOf, type Agreement } from "./agreement";
import { alarmsOf, type Alarm } from "./alarms";
import { measureAssumptions, type Assumptions } from "./assumptions";
import { theoryColumns, type TheoryRow } from "./columns";
import { ConstrainedTrajectory } from "./constrained";
import { slowness } from "./edge-point";
import { Flows } from "./flows";
import { forecastSpike, type SpikeForecast } from "./forecast";
import { nextRow, rowsEvery, type Landing } from "./landings";
import { precisions } from "./projection";
import { RealRun } from "./real-run";

export interface AnalysisInput {
  objective: Objective;
  /** The first step of the run, which a fork has later than 0. */
  begin?: number;
  /** Parameters there. */
  theta: Float64Array;
  /** Parameters known at later steps, ascending: they spare steps, and change no number. */
  landings?: Landing[];
  stepSize: number;
  precision: "float64" | "float32";
  /** The first step with S ≥ 2/η, as the run found it; null where there was none. */
  crossing: number | null;
  /** Step at which the constrained trajectory begins; the crossing where nothing is said. */
  from: number | null;
  /** Steps of the run: the analysis of one that never crossed ends there. */
  runSteps: number;
  /** Steps from the start of the analysis on. */
  steps: number;
  /** x₀ = kick·δ along u; 0 leaves the run as it was. */
  kick: number;
  /** Why ∇S does not exist everywhere, or null. */
  kinks: string | null;
  /** Gradient flow and central flow besides. */
  flows: boolean;
  /** Hears the share that is done, 0 to 1. */
  onProgress: (share: number) => void;
}

/** What an analysis says in numbers; its rows are apart. `null` where there is nothing to say. */
export interface AnalysisSummary {
  from: number;
  /** Steps from there on that there are: fewer than asked for where the run ends before. */
  steps: number;
  kick: number;
  stepSize: number;
  /** At θ† where the analysis begins. */
  start: {
    loss: number;
    sharpness: number;
    alpha: number;
    beta: number;
    delta: number;
    epsilon: number;
    cosGamma: number;
    /** u·(θ − θ†), the kick included. */
    x: number;
    excess: number;
    slope: number;
  } | null;
  forecast: SpikeForecast | null;
  /** The top of the sharpness that came: its delay from the start and S_max − 2/η. */
  spike: SpikeForecast | null;
  agreement: Agreement;
  assumptions: Assumptions | null;
  alarms: Alarm[];
}

export interface Analysis {
  columns: Columns;
  summary: AnalysisSummary;
}

/**
 * Self-stabilisation on a run of gradient descent: it is done again from its first step, but for what
 * checkpoints spare, and from the start of the analysis on laid beside the constrained trajectory, the predicted dynamics and both
 * flows. Ends early where the run is no longer finite. Yields between pieces of work.
 */
export function* analyse(input: AnalysisInput): Generator<void, Analysis> {
  const { objective, stepSize, crossing, kinks, precision, kick } = input;
  const isReached = input.from !== null || crossing !== null;
  const isSmooth = kinks === null;
  const from = input.from ?? crossing ?? input.runSteps;
  const total = from + (isReached ? input.steps : 0);
  const rows = new ColumnBuffer<TheoryRow>(
    theoryColumns.map((name) => ({ name, of: (row) => row[name] })),
  );
  const push = (row: TheoryRow) => rows.push(row);

  const start = input.theta.slice();
  const run = new RealRun(objective, start, stepSize, precision);
  const way = { begin: input.begin ?? 0, from };
  const every = rowsEvery(way);
  const landings = [...(input.landings ?? [])];
  for (let step = way.begin; step < from;) {
    input.onProgress((step - way.begin) / (total - way.begin));
    const isRow = (step - way.begin) % every === 0;
    const row = isRow ? yield* run.measure(isSmooth) : null;
    const lemma = run.descend(row?.sharpness);
    if (row) push({ step, ...row, ...lemma });
    step++;
    yield;
    while (landings.length > 0 && landings[0].step <= nextRow(way, step)) {
      const landing = landings.splice(0, 1)[0];
      if (landing.step <= step) continue;
      run.land(landing.theta);
      step = landing.step;
    }
  }
  // The flows set out from the run as it was, not from where it is kicked to.
  const flows =
    isSmooth && input.flows && isReached
      ? new Flows(objective, run.theta, stepSize, precision)
      : null;
  const begun = isSmooth && isReached ? yield* begin(input, run) : null;
  try {
    for (let step = from; step < total; step++) {
      input.onProgress((step - way.begin) / (total - way.begin));
      const row = yield* run.measure(false);
      if (!row) break;
      const beside = begun?.trajectory.row(run.theta);
      const flow = flows && (yield* flows.advance(run.theta));
      const lemma = run.descend(row.sharpness);
      push({ step, ...row, ...lemma, ...beside, ...flow });
      yield;
      const goesOn = begun ? yield* begun.trajectory.advance() : true;
      if (!goesOn) break;
    }
  } finally {
    begun?.trajectory.dispose();
  }

  const columns = rows.take();
  const steps = columns["step"].filter((step) => step >= from).length;
  const threshold = 2 / stepSize;
  return {
    columns,
    summary: {
      from,
      steps,
      kick,
      stepSize,
      start: begun?.start ?? null,
      forecast:
        begun && forecastSpike(begun.start.x, { ...begun.start, stepSize }),
      spike: spikeIn(columns, from, threshold),
      agreement: agreementOf(columns, threshold),
      assumptions: begun?.assumptions ?? null,
      alarms: alarmsOf({
        columns,
        threshold,
        precision,
        crossing,
        kinks,
        isCut: steps < total - from,
        start: begun && {
          x: Math.abs(begun.unkicked),
          parameterNorm: begun.parameterNorm,
        },
        kick,
        asked: precisions[precision],
      }),
    },
  };
}

/** Projects the run onto M, kicks it where that is asked for, and looks at the assumptions there. */
function* begin(
  { objective, stepSize, precision, kick }: AnalysisInput,
  run: RealRun,
) {
  const trajectory = yield* ConstrainedTrajectory.begin(
    objective,
    run.theta,
    stepSize,
    precision,
  );
  if (!trajectory) return null;
  const { at, theta } = trajectory;
  const { point } = at;
  const along = () => dot(point.u, run.theta) - dot(point.u, theta);
  const unkicked = along();
  // Without a width there is nothing to measure the kick by.
  if (kick > 0 && Number.isFinite(point.delta))
    run.push(kick * point.delta - unkicked, point.u);
  trajectory.depart(run.theta);
  const parameterNorm = norm(theta);
  const assumptions = yield* measureAssumptions(
    objective,
    theta,
    at.linearization,
    point,
    stepSize,
  );
  const start: NonNullable<AnalysisSummary["start"]> = {
    loss: point.loss,
    sharpness: point.eigenvalues[0],
    alpha: point.alpha,
    beta: point.beta,
    delta: point.delta,
    epsilon: slowness(stepSize, point.alpha),
    cosGamma: point.cosGamma,
    x: along(),
    excess: at.excess,
    slope: at.slope,
  };
  return { trajectory, start, assumptions, unkicked, parameterNorm };
}

/**
 * The first top of the sharpness from a step on: where it first falls again, by more than the residuals
 * of both measurements, while above 2/η.
 */
function spikeIn(
  columns: Columns,
  from: number,
  threshold: number,
): SpikeForecast | null {
  const { step, sharpness, residual } = columns;
  for (let row = 1; row < step.length; row++) {
    const before = sharpness[row - 1];
    if (step[row - 1] < from || before <= threshold) continue;
    if (before - sharpness[row] > residual[row - 1] + residual[row])
      return { delay: step[row - 1] - from, overshoot: before - threshold };
  }
  return null;
}
