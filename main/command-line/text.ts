import type { RunDetail, RunRow } from "../../core/contract/api";
import { kernelsOf, kernelsText } from "../../core/run/kernels";
import {
  lastRatio,
  lastThreshold,
  type EngineInfo,
  type RunSummary,
} from "../../core/run/summary";
import { changeWords } from "../../core/experiment/forked";
import type { Fork } from "../../core/run/fork";
import type { DataInfo } from "../../core/data/data-info";
import { kinks } from "../../core/experiment/kinks";
import { optimizerOf, thresholdName } from "../../core/optimizers/spec";
import {
  isConstant,
  peakOf,
  type StepSize,
} from "../../core/optimizers/step-size";
import { dataWords } from "../../core/data/data-info";
import { grouped } from "../../core/text/grouped";

/** Four significant digits, or a dash where there is no number. */
export function significant(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  return String(Number(value.toPrecision(4)));
}

export function duration(seconds: number): string {
  if (seconds > 0 && seconds < 0.5) return "under 1 s";
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** What came of a run, line by line. */
export function summaryText(run: RunDetail): string {
  const { summary: s, engine, checkpointStep } = run;
  const { isPreconditioned, noThreshold } = optimizerOf(run.spec.optimizer);
  const name = thresholdName(run.spec.optimizer);
  const kink = kinks(run.spec.model);
  const rows: (string[] | null)[] = [
    ["run", `${run.id} · ${run.name} · ${run.status} at step ${s.step}`],
    run.fork && ["fork", forkText(run, run.fork)],
    [
      "loss",
      `${significant(s.initialLoss)} → ${significant(s.finalLoss)} (lowest ${significant(s.minLoss)})`,
    ],
    engine && ["", engine.loss],
    s.accuracy === null ? null : ["accuracy", significant(s.accuracy)],
    s.testLoss === null ? null : ["test loss", testText(s)],
    [
      "sharpness",
      `${significant(s.initialSharpness)} → ${significant(s.finalSharpness)} (highest ${significant(s.maxSharpness)})${isPreconditioned ? " of the preconditioned Hessian" : ""}`,
    ],
    ["threshold", noThreshold ?? thresholdText(run)],
    s.hover === null
      ? null
      : ["after that", `mean sharpness ${significant(s.hover)} × ${name}`],
    s.unconverged === 0
      ? null
      : ["caution", `${s.unconverged} measurements did not converge`],
    s.uncertified
      ? [
          "caution",
          `${s.uncertified} measurements may have missed a larger eigenvalue`,
        ]
      : null,
    kink === null ? null : ["caution", kink],
    ["time", duration(s.seconds)],
    [
      "computed",
      engine
        ? `${grouped(engine.parameters)} parameters in ${engine.precision} on ${engine.backend}${withKernels(engine)}`
        : "–",
    ],
    engine?.precisionReason ? ["", engine.precisionReason] : null,
    engine?.data ? ["data", dataText(engine.data)] : null,
    ...(engine?.data?.cautions ?? []).map((text) => ["caution", text]),
    checkpointStep === null
      ? null
      : ["can resume", `from step ${checkpointStep}`],
  ];
  return lines(rows.filter((row) => row !== null));
}

function withKernels(engine: EngineInfo): string {
  const kernels = kernelsOf(engine);
  return kernels ? `, kernels of ${kernelsText(kernels)}` : "";
}

function forkText({ parent, spec }: RunDetail, { step, parent: from }: Fork) {
  const run = parent === null ? "a run not in this archive" : `run ${parent}`;
  const changed = changeWords(from.spec, spec) || "nothing changed";
  return `of ${run}, ${from.name}, at step ${step}: ${changed}`;
}

function thresholdText(run: RunDetail) {
  const { crossingStep } = run.summary;
  const name = thresholdName(run.spec.optimizer);
  const crossing =
    crossingStep === null
      ? "was not reached"
      : `first reached at step ${crossingStep}`;
  const last = lastThreshold(run);
  const value = last === null ? "" : significant(last);
  return run.threshold === null
    ? `${name} varies${value && `, ${value} at the last measurement`}; ${crossing}`
    : `${name} = ${value}, ${crossing}`;
}

function testText({ testLoss, testAccuracy }: RunSummary) {
  const accuracy =
    testAccuracy === null ? "" : `, accuracy ${significant(testAccuracy)}`;
  return significant(testLoss) + accuracy;
}

function dataText(data: DataInfo) {
  return `${dataWords(data)}; SHA-256 ${data.digest.slice(0, 16)}…`;
}

/** What the data of a run are and what is odd about them, a line each; nothing for a landscape. */
export function dataLines(data: DataInfo | null): string {
  if (!data) return "";
  const cautions = (data.cautions ?? []).map((text) => `Caution: ${text}\n`);
  return [`${dataWords(data)}.\n`, ...cautions].join("");
}

/** Runs as a table, newest first. */
export function listText(runs: RunRow[]): string {
  if (runs.length === 0) return "The archive has no runs yet.\n";
  const header = [
    "id",
    "status",
    "step",
    "η",
    "loss",
    "S/threshold",
    "crossing",
    "name",
  ];
  const rows = runs.map((run) => [
    String(run.id),
    run.status,
    String(run.summary.step),
    stepSizeText(run.spec.optimizer.stepSize),
    significant(run.summary.finalLoss),
    significant(lastRatio(run)),
    run.summary.crossingStep === null ? "–" : String(run.summary.crossingStep),
    run.name,
  ]);
  return lines([header, ...rows]);
}

/** A schedule by its peak, whose course has no room in a table. */
function stepSizeText(stepSize: StepSize) {
  const peak = significant(peakOf(stepSize));
  return isConstant(stepSize) ? peak : `≤ ${peak}`;
}

/** Columns aligned with spaces. */
export function lines(rows: string[][]): string {
  const widths = rows[0].map((_, i) =>
    Math.max(...rows.map((r) => r[i].length)),
  );
  return rows
    .map(
      (row) =>
        row
          .map((cell, i) => cell.padEnd(widths[i]))
          .join("  ")
          .trimEnd() + "\n",
    )
    .join("");
}
