import type { RunDetail, RunRow } from "../../core/contract/api";

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
  const { summary: s, threshold, engine } = run;
  const crossing =
    s.crossingStep === null
      ? "was not reached"
      : `first reached at step ${s.crossingStep}`;
  const hover =
    s.hover === null
      ? []
      : [["after that", `mean sharpness ${significant(s.hover)} × 2/η`]];
  const unconverged =
    s.unconverged === 0
      ? []
      : [["caution", `${s.unconverged} measurements did not converge`]];
  const rows = [
    ["run", `${run.id} · ${run.name} · ${run.status} at step ${s.step}`],
    [
      "loss",
      `${significant(s.initialLoss)} → ${significant(s.finalLoss)} (lowest ${significant(s.minLoss)})`,
    ],
    [
      "sharpness",
      `${significant(s.initialSharpness)} → ${significant(s.finalSharpness)} (highest ${significant(s.maxSharpness)})`,
    ],
    ["2/η", `${significant(threshold)}, ${crossing}`],
    ...hover,
    ...unconverged,
    ["time", duration(s.seconds)],
    [
      "computed",
      engine
        ? `${engine.parameters.toLocaleString("en-US")} parameters in ${engine.precision} on ${engine.backend}`
        : "–",
    ],
  ];
  return lines(rows);
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
    "sharpness·η/2",
    "crossing",
    "name",
  ];
  const rows = runs.map((run) => [
    String(run.id),
    run.status,
    String(run.summary.step),
    significant(run.spec.optimizer.stepSize),
    significant(run.summary.finalLoss),
    significant(
      run.summary.finalSharpness && run.summary.finalSharpness / run.threshold,
    ),
    run.summary.crossingStep === null ? "–" : String(run.summary.crossingStep),
    run.name,
  ]);
  return lines([header, ...rows]);
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
