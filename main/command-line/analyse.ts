import { readFile } from "node:fs/promises";
import type { RunDetail } from "../../core/contract/api";
import { LabFailure, toLabError } from "../../core/errors";
import {
  analysisLimit,
  requireAnalysis,
} from "../../core/experiment/analysis-limit";
import type { SelfStabilizationSpec } from "../../core/experiment/analysis-spec";
import { costsOf, timedRows } from "../../core/experiment/forecast";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { largestCapsule, readCapsule } from "../../core/export/capsule";
import { resultFile, type ResultFile } from "../../core/export/result-file";
import type { Tables } from "../../core/series/columns";
import { durationRange } from "../../core/text/duration-range";
import { shown } from "../../core/text/shown";
import type { Analysis } from "../../core/theory/analysis";
import { extentOfRun, forecastAnalysis } from "../../core/theory/duration";
import type { Landing } from "../../core/theory/landings";
import { analysisQuestion, landingsFor } from "../analysis-question";
import type { Archive } from "../archive/archive";
import { readRecords } from "../archive/records";
import { decodeText } from "../files/decode";
import { withEngine } from "./engine";
import { onInterrupt } from "./interrupt";
import { ShareBar } from "./progress";

/** Says before the work what an analysis has to leave out. */
export function cautionOf(spec: ExperimentSpec, out: NodeJS.WriteStream) {
  const limit = analysisLimit(spec);
  if (limit) out.write(`Caution: ${limit.message}\n`);
}

/** Analyses a run of the archive and keeps the analysis with it. */
export async function analyseStored(
  id: number,
  wanted: SelfStabilizationSpec,
  archive: Archive,
  out: NodeJS.WriteStream,
): Promise<RunDetail> {
  const run = await archive.openRun(id);
  const records = await readRecords(archive, run);
  const landings = await landingsFor(archive, run, wanted);
  const analysis = await analysed({ ...run, records }, wanted, landings, out);
  await archive.setTheory(id, analysis);
  return archive.openRun(id);
}

/** Analyses the run of a result file; answers with the file and its analysis. */
export async function analyseFile(
  path: string,
  wanted: SelfStabilizationSpec,
  out: NodeJS.WriteStream,
): Promise<ResultFile> {
  const [run, ...others] = readCapsule(await readText(path));
  if (others.length > 0)
    throw new LabFailure({
      code: "bad-request",
      message: `${shown(path)} holds ${others.length + 1} runs.`,
      hint: "Import it into the archive and analyse one of them by its number.",
    });
  requireAnalysis(run.spec);
  cautionOf(run.spec, out);
  const kept = { steps: [], bytes: 0 };
  const analysis = await analysed({ ...run, kept }, wanted, [], out);
  return resultFile(
    { ...run, name: run.spec.name, theory: analysis.summary },
    { ...run.records, theory: analysis.columns },
  );
}

async function analysed(
  run: Pick<RunDetail, "spec" | "summary" | "engine" | "fork" | "kept"> & {
    records: Pick<Tables, "steps" | "spectrum">;
  },
  wanted: SelfStabilizationSpec,
  landings: Landing[],
  out: NodeJS.WriteStream,
): Promise<Analysis> {
  const question = analysisQuestion(run, wanted, landings);
  const { records } = run;
  const seconds = forecastAnalysis(
    extentOfRun(run, wanted, question.engine.parameters),
    costsOf(timedRows(records.steps, records.spectrum)),
  );
  if (seconds)
    out.write(
      `The analysis takes ${durationRange(seconds)}, by the times that the run recorded.\n`,
    );
  const bar = new ShareBar(out);
  return withEngine(process.cwd(), async (worker) => {
    const release = onInterrupt(() => worker.stop());
    try {
      const answer = await worker.ask(question, (share) => bar.update(share));
      if (answer.kind !== "analysis") throw new Error("No analysis came.");
      return answer.analysis;
    } finally {
      bar.clear();
      release();
    }
  });
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > largestCapsule)
      throw new LabFailure({
        code: "file",
        message: `${shown(path)} is larger than ${largestCapsule / 1e6} MB.`,
      });
    return decodeText(bytes);
  } catch (thrown) {
    if (thrown instanceof LabFailure) throw thrown;
    throw new LabFailure({
      code: "bad-request",
      message: `${shown(path)} cannot be read: ${toLabError(thrown).message}.`,
    });
  }
}
