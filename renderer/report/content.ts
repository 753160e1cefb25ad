/** What the report of a run says. */
import type { RunDetail, SeriesWindow } from "../../core/contract/api";
import type { TableName } from "../../core/series/columns";
import { describeExperiment } from "../../core/experiment/describe";
import { describeInWords } from "../../core/experiment/in-words";
import { kernelsOf, kernelsText } from "../../core/run/kernels";
import { sharpnessTolerance } from "../../core/spectrum/tolerance";
import { dataWords } from "../../core/data/data-info";
import {
  curvaturePicture,
  lossPicture,
  sharpnessPicture,
} from "../pictures/run-pictures";
import { chartPanel, type Figure } from "../figures/figure";
import { lanesSentence } from "../plot/lanes";
import { isEmpty } from "../plot/model";
import {
  curvatureSentence,
  lossSentence,
  sharpnessSentence,
} from "../pictures/sentences";
import { readAgreement, type AgreementWords } from "../lib/agreement";
import type { Lab } from "../lib/api";
import { count, counted, plain } from "../lib/format";
import { factsOf, type Fact } from "../screens/live/facts";

export interface ReportContent {
  run: RunDetail;
  figures: Figure[];
  agreement: AgreementWords | null;
  /** The experiment in one sentence. */
  inWords: string;
  /** Data, model, loss and method. */
  experiment: { term: string; what: string }[];
  tables: { title: string; facts: Fact[] }[];
  /** What computed it on what, and how far it is to be trusted. */
  provenance: Fact[];
  /** The experiment as its file; null where samples in it would fill pages. */
  file: string | null;
}

/** Points across a figure: four for each dot of the screen it is laid out for. */
const pixels = 2600;
/** Two figures and what goes before them fit on a page. */
const plotHeight = 240;
const longestFile = 6000;

export async function readReport(lab: Lab, id: number): Promise<ReportContent> {
  const run = await lab.runs.open(id);
  const read = async (
    table: TableName,
    wanted: string[],
  ): Promise<SeriesWindow> => {
    const columns = wanted.filter((name) => run.columns[table].includes(name));
    if (columns.length === 0) return {};
    return lab.runs.readSeries({ runId: id, table, columns, pixels });
  };
  const [steps, spectrum, batch, agreement, { version }] = await Promise.all([
    read("steps", ["loss", "directional"]),
    read("spectrum", ["lambda1", "lambda2", "converged", "certificate"]),
    read("batch", ["sharpness", "sharpnessError"]),
    readAgreement(lab, id),
    lab.app.info(),
  ]);
  const file = JSON.stringify({ ...run.spec, name: run.name }, null, 2);
  return {
    run,
    figures: figuresOf(run, steps, spectrum, batch),
    agreement,
    inWords: describeInWords(run.spec),
    experiment: describeExperiment(run.spec),
    tables: factsOf(run).map(({ title, facts }) => ({
      title,
      // “Today” means nothing on paper.
      facts: facts.filter(({ id }) => id !== "started"),
    })),
    provenance: provenance(run, version),
    file: file.length > longestFile ? null : file,
  };
}

function figuresOf(
  run: RunDetail,
  steps: SeriesWindow,
  spectrum: SeriesWindow,
  batch: SeriesWindow,
): Figure[] {
  const all = [
    {
      title: "Loss",
      plot: lossPicture(run, steps),
      caption: lossSentence(run),
    },
    {
      title: "Sharpness",
      plot: sharpnessPicture(run, spectrum, batch),
      caption: sharpnessSentence(run),
    },
    {
      title: "Curvature along the step",
      plot: curvaturePicture(run, steps),
      caption: curvatureSentence(run),
    },
  ];
  return all
    .filter(({ plot }) => !isEmpty(plot))
    .map(({ title, plot, caption }) => ({
      title,
      panels: [{ ...chartPanel("", plot), tallness: () => plotHeight }],
      legend: [],
      caption: [caption, lanesSentence(plot)].filter(Boolean).join(" "),
      stamp: [],
    }));
}

function provenance(run: RunDetail, version: string): Fact[] {
  const { engine, summary, rows } = run;
  const lab = { term: "Report by", value: `Edge Lab ${version}` };
  if (!engine) return [lab];
  const { data, versions, threads, precisionReason } = engine;
  const kernels = kernelsOf(engine);
  const tolerance = plain(sharpnessTolerance[engine.precision]);
  const measured = rows.spectrum;
  const met = measured - summary.unconverged;
  const residuals =
    met === measured
      ? `All ${counted(measured, "measurement")} of sharpness met the residual tolerance |Hu − λu| ≤ ${tolerance} · max |λ|.`
      : `${count(met)} of ${counted(measured, "measurement")} of sharpness met the residual tolerance |Hu − λu| ≤ ${tolerance} · max |λ|; the others are marked.`;
  const unsure = summary.uncertified;
  const certificate =
    unsure === 0
      ? "Each measurement was proven, or checked by random probes, to have missed no larger eigenvalue; the column certificate says which."
      : `${counted(unsure ?? 0, "measurement")} may have missed a larger eigenvalue, and are marked.`;
  return [
    ...(data
      ? [
          {
            term: "Data",
            value: `${dataWords(data)}; SHA-256 ${data.digest}`,
          },
          ...(data.cautions
            ? [{ term: "Caution", value: data.cautions.join(" ") }]
            : []),
        ]
      : []),
    { term: "Loss", value: engine.loss },
    {
      term: "Precision",
      value: [
        engine.precision === "float64" ? "Double." : "Single.",
        precisionReason,
      ].join(" "),
    },
    ...(measured > 0 ? [{ term: "Residuals", value: residuals }] : []),
    ...(measured > 0 && unsure !== undefined
      ? [{ term: "Certificate", value: certificate }]
      : []),
    {
      term: "Computed by",
      value: `${Object.entries(versions)
        .map((pair) => pair.join(" "))
        .join(
          ", ",
        )}; ${kernels ? `kernels of ${kernelsText(kernels)}` : counted(threads, "thread")}`,
    },
    lab,
  ];
}
