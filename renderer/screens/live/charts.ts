/** The charts of the run page, one entry each: what it reads, draws and says. */
import type { RunDetail, SeriesWindow } from "../../../core/contract/api";
import type { Pin } from "../../../core/run/organise";
import type { TableName } from "../../../core/series/columns";
import { count, counted, quantity } from "../../lib/format";
import { ratioName, stepsByGradient } from "../../lib/threshold";
import {
  batchReadings,
  sharpnessReadings,
  stepReadings,
} from "../../pictures/readings";
import {
  curvaturePicture,
  lossPicture,
  sharpnessPicture,
} from "../../pictures/run-pictures";
import {
  curvatureSentence,
  lossSentence,
  sharpnessSentence,
} from "../../pictures/sentences";
import type { ChartModel } from "../../plot/model";
import type { Reading } from "../../plot/readout";
import {
  accuracyPicture,
  criticalPicture,
  gaussNewtonPicture,
  spectrumPicture,
  stepCharts,
  stepPicture,
  testLossPicture,
  type StepChart,
} from "./pictures";
import {
  accuracySentence,
  criticalSentence,
  gaussNewtonSentence,
  percent,
  scoreReadings,
  spectrumSentence,
  testLossSentence,
} from "./words";

type At = { step: number; value: number | undefined } | null;

/** What charts read of a run: its curves as they are drawn, and its values at the step being read. */
export interface RunSource {
  steps: SeriesWindow;
  spectrum: SeriesWindow;
  test: SeriesWindow;
  batch: SeriesWindow;
  batchSteps: SeriesWindow;
  /** Eigenvalues tracked, and of them those that are drawn in the chart of the spectrum. */
  k: number;
  drawn: number;
  stepReading(column: string): At;
  testReading(column: "loss" | "accuracy"): At;
  batchReading(table: "batch" | "batchSteps", column: string): At;
  measurement(): {
    step: number;
    values: Record<string, number | undefined>;
  } | null;
}

export interface RunChart {
  key: string;
  /** In menus, tables and figures, e.g. "Sharpness". */
  name: string;
  /** Above the chart, with its symbol. */
  title: string;
  note?: string;
  /** What it shows, where the name does not say it. */
  help?(run: RunDetail): string;
  /** The chart of a note pinned to it; left out where none can be. */
  pins?: Pin["chart"];
  /** Columns that it reads, of those that the run has. */
  columns(
    source: Pick<RunSource, "drawn">,
  ): Partial<Record<TableName, string[]>>;
  /** Whether a run has it. */
  isFor?(run: RunDetail, source: Pick<RunSource, "k">): boolean;
  model(run: RunDetail, source: RunSource): ChartModel;
  readings(run: RunDetail, source: RunSource): Reading[];
  /** The chart in words. */
  summary(run: RunDetail, source: RunSource): string;
  /** The table with its rows, and what that is called. */
  table: TableName;
  caption: string;
}

const everyStep = {
  table: "steps",
  caption: "Values at every step",
} as const;
const everyMeasurement = {
  table: "spectrum",
  caption: "Sharpness measurements",
} as const;

const loss: RunChart = {
  key: "loss",
  name: "Loss",
  title: "Loss",
  pins: "loss",
  help: ({ spec: { batch } }) =>
    batch
      ? `The loss on all training samples, evaluated every ${counted(batch.lossEvery, "step")} and with each measurement of sharpness. The loss of each step’s batch has a chart of its own.`
      : "",
  columns: () => ({ steps: ["loss"] }),
  model: (run, { steps }) => lossPicture(run, steps),
  readings(_run, source) {
    const at = source.stepReading("loss");
    return at ? stepReadings(at, "loss", "loss") : [];
  },
  summary: lossSentence,
  ...everyStep,
};

const sharpness: RunChart = {
  key: "sharpness",
  name: "Sharpness",
  title: "Sharpness S",
  note: "largest curvature",
  pins: "sharpness",
  // Those of the gauge and the read-out are read in any case.
  columns: () => ({ batch: ["sharpness", "sharpnessError"] }),
  model: (run, { spectrum, batch }) => sharpnessPicture(run, spectrum, batch),
  readings(run, source) {
    const at = source.measurement();
    if (!at) return [];
    const [step, sharpness, ...others] = sharpnessReadings(
      at.step,
      at.values,
      run.threshold,
      source.k,
      ratioName(run),
    );
    return [
      step,
      sharpness,
      ...batchReadings(
        source.batchReading("batch", "sharpness"),
        source.batchReading("batch", "sharpnessError"),
        at.step,
      ),
      ...others,
    ];
  },
  summary: sharpnessSentence,
  ...everyMeasurement,
};

const curvature: RunChart = {
  key: "curvature",
  name: "Directional curvature",
  title: "Directional curvature D",
  note: "along the step",
  help: (run) =>
    [
      "Curvature along each step, computed from the losses alone.",
      stepsByGradient(run)
        ? "The loss rises exactly where D is above 2/η, and at the edge D averages about 2/η."
        : "",
      "Steps at which rounding hides the curvature are left out.",
    ]
      .filter(Boolean)
      .join(" "),
  pins: "curvature",
  columns: () => ({ steps: ["directional", "threshold"] }),
  // With mini-batches each batch has one of its own.
  isFor: ({ spec }) => spec.batch === undefined,
  model: (run, { steps }) => curvaturePicture(run, steps),
  readings(_run, source) {
    const at = source.stepReading("directional");
    return at ? stepReadings(at, "D", "curvature") : [];
  },
  summary: curvatureSentence,
  ...everyStep,
};

const spectrum: RunChart = {
  key: "spectrum",
  name: "Largest eigenvalues",
  title: "Largest eigenvalues",
  note: "of the Hessian",
  columns: ({ drawn }) => ({
    spectrum: Array.from({ length: drawn }, (_, i) => `lambda${i + 1}`),
  }),
  isFor: (_run, { k }) => k > 2,
  model: (run, source) => spectrumPicture(run, source.spectrum, source.drawn),
  readings(_run, source) {
    const at = source.measurement();
    if (!at) return [];
    const shown = Array.from(
      { length: Math.min(source.drawn, 5) },
      (_, i) => i + 1,
    );
    return [
      { label: "step", value: count(at.step) },
      ...shown.map((i) => ({
        label: `λ_${i}`,
        value: quantity(at.values[`lambda${i}`]),
      })),
    ];
  },
  summary: (run, { drawn }) => spectrumSentence(run, drawn),
  ...everyMeasurement,
};

const gaussNewton: RunChart = {
  key: "gaussNewton",
  name: "Gauss–Newton",
  title: "Gauss–Newton λ₁(G) and uᵀRu",
  note: "H = G + R",
  help: () =>
    "G is the curvature of the loss as if the outputs were linear in the parameters, and R what their own curvature adds: S is uᵀGu + uᵀRu along its eigenvector u.",
  columns: () => ({
    spectrum: [
      "lambda1",
      "gaussNewton",
      "gaussNewtonCertificate",
      "remainder",
      "threshold",
    ],
  }),
  isFor: ({ columns }) => columns.spectrum.includes("gaussNewton"),
  model: (run, { spectrum }) => gaussNewtonPicture(run, spectrum),
  readings(_run, source) {
    const at = source.measurement();
    if (!at) return [];
    const { lambda1, gaussNewton, remainder } = at.values;
    return [
      { label: "step", value: count(at.step) },
      { label: "S", value: quantity(lambda1, 5), ink: "sharpness" },
      { label: "λ₁(G)", value: quantity(gaussNewton, 5), ink: "series-0" },
      { label: "uᵀRu", value: quantity(remainder, 5), ink: "series-3" },
    ];
  },
  summary: () => gaussNewtonSentence,
  ...everyMeasurement,
};

const critical: RunChart = {
  key: "critical",
  name: "Critical sharpness",
  title: "Critical sharpness",
  note: "2/η of the smallest step that raises the loss",
  help: () =>
    "The smallest step size at which the update raises the loss, as a curvature 2/η, found from losses alone. Steps that are not downhill, or at which rounding hides it, are left out.",
  columns: () => ({ spectrum: ["critical", "criticalError", "threshold"] }),
  isFor: ({ columns }) => columns.spectrum.includes("critical"),
  model: (run, { spectrum }) => criticalPicture(run, spectrum),
  readings(_run, source) {
    const at = source.measurement();
    if (!at) return [];
    const { critical, criticalError } = at.values;
    return [
      { label: "step", value: count(at.step) },
      { label: "critical", value: quantity(critical), ink: "curvature" },
      { label: "±", value: quantity(criticalError, 2) },
    ];
  },
  summary: () => criticalSentence,
  ...everyMeasurement,
};

const captions: Record<StepChart["table"], string> = {
  steps: everyStep.caption,
  batchSteps: "Values of the batch of every step",
  batch: "Batch sharpness measurements",
};

function ofColumn(column: StepChart): RunChart {
  const { table, name, label, symbol, summary, chart } = column;
  return {
    key: `${table}.${name}`,
    name: label,
    title: symbol ? `${label} ${symbol}` : label,
    columns: () => ({ [table]: [name, ...(chart.error ? [chart.error] : [])] }),
    isFor: ({ columns }) => columns[table].includes(name),
    model: (run, source) => stepPicture(run, source[table], column),
    readings(_run, source) {
      const at =
        table === "steps"
          ? source.stepReading(name)
          : source.batchReading(table, name);
      return at ? stepReadings(at, symbol ?? label, "second") : [];
    },
    summary: () => summary,
    table,
    caption: captions[table],
    ...(chart.note !== undefined && { note: chart.note }),
  };
}

const accuracy: RunChart = {
  key: "accuracy",
  name: "Accuracy",
  title: "Accuracy",
  note: "share of samples classified correctly",
  columns: () => ({ steps: ["accuracy"], test: ["accuracy"] }),
  isFor: ({ columns }) => columns.steps.includes("accuracy"),
  model: (run, { steps, test }) => accuracyPicture(run, steps, test),
  readings: (_run, source) =>
    scoreReadings(
      source.stepReading("accuracy"),
      source.testReading("accuracy"),
      percent,
    ),
  summary: accuracySentence,
  ...everyStep,
};

const testLoss: RunChart = {
  key: "test",
  name: "Training and test loss",
  title: "Training and test loss",
  columns: () => ({ steps: ["loss"], test: ["loss"] }),
  isFor: ({ columns }) => columns.test.length > 0,
  model: (run, { steps, test }) => testLossPicture(run, steps, test),
  readings: (_run, source) =>
    scoreReadings(
      source.stepReading("loss"),
      source.testReading("loss"),
      (value) => quantity(value),
    ),
  summary: testLossSentence,
  ...everyStep,
};

/** In the order in which they stand. */
const all: readonly RunChart[] = [
  loss,
  testLoss,
  accuracy,
  sharpness,
  spectrum,
  gaussNewton,
  critical,
  curvature,
  ...stepCharts.map(ofColumn),
];

export function chartsOf(
  run: RunDetail,
  source: Pick<RunSource, "k">,
): RunChart[] {
  return all.filter(({ isFor }) => isFor?.(run, source) ?? true);
}

/** Columns to read for some charts, of those that the run has. */
export function columnsOf(
  charts: readonly RunChart[],
  run: RunDetail,
  source: Pick<RunSource, "drawn">,
  table: TableName,
): string[] {
  const wanted = charts.flatMap((chart) => chart.columns(source)[table] ?? []);
  const stored = run.columns[table];
  return [...new Set(wanted)].filter((name) => stored.includes(name));
}
