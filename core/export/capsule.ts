/** Runs as files that can be read back: a result file, or several of them in one. */
import { LabFailure, toLabError } from "../errors";
import type { ExperimentSpec } from "../experiment/spec";
import { requireRecorded } from "../experiment/validate";
import { isOver, type FinalStatus, type RunEvent } from "../run/status";
import type { Tables } from "../series/columns";
import { parseJson } from "../text/parse-json";
import { shown } from "../text/shown";
import { resultVersion } from "./result-file";
import { resultSchema } from "./result-schema";
import {
  attributeNames,
  attributesOf,
  type RunAttributes,
} from "./run-attributes";
import { readSeries } from "./series-json";

/** Bytes of a file, or of several that are imported at once. */
export const largestCapsule = 500_000_000;

/** What `{"edgeLabRuns": 1, "runs": […]}` says: several result files in one. */
export const severalVersion = 1;

export type ImportedRun = Omit<RunAttributes, "status"> & {
  status: FinalStatus;
  spec: ExperimentSpec;
  events: RunEvent[];
  records: Tables;
};

/**
 * Reads a file back. A run that was not over when it was written counts as interrupted.
 * @throws LabFailure `file` with what is wrong and where, when anything is
 */
export function readCapsule(text: string): ImportedRun[] {
  return filesIn(parse(text)).map((file, i, all) => {
    try {
      return importedRun(file);
    } catch (thrown) {
      if (all.length === 1 || !(thrown instanceof LabFailure)) throw thrown;
      const error = toLabError(thrown);
      throw refusal(`Run ${i + 1} of the file: ${error.message}`, error.hint);
    }
  });
}

function importedRun(file: unknown): ImportedRun {
  if (!isObject(file) || !("edgeLab" in file) || !isObject(file.result))
    throw refusal("It is not a result file of Edge Lab.");
  const { series, ...rest } = file.result;
  if (typeof rest.version === "number" && rest.version > resultVersion)
    throw tooNew();
  const parsed = resultSchema.safeParse(rest);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    const where = ["result", ...path.map(String)].join(".");
    throw refusal(`${where}: ${message.replace(/\.?$/, ".")}`);
  }
  const { status, events } = parsed.data;
  return {
    ...attributesOf(parsed.data, attributeNames),
    status: isOver(status) ? status : "interrupted",
    events,
    spec: experiment(file),
    records: readSeries(series),
  };
}

function experiment(file: object) {
  try {
    return requireRecorded(file);
  } catch (thrown) {
    const { message, fields } = toLabError(thrown);
    const first = fields?.[0];
    throw refusal(first ? `${shown(first.path)}: ${first.message}` : message);
  }
}

function filesIn(parsed: unknown): unknown[] {
  if (!isObject(parsed) || !("edgeLabRuns" in parsed)) return [parsed];
  if (parsed.edgeLabRuns !== severalVersion) throw tooNew();
  const { runs } = parsed;
  if (!Array.isArray(runs) || runs.length < 1 || runs.length > 10_000)
    throw refusal("runs: must be a list of 1 to 10,000 runs.");
  return runs;
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch (thrown) {
    throw refusal(`It is not JSON: ${(thrown as Error).message}.`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tooNew() {
  return refusal(
    "It was written by a later version of Edge Lab.",
    "Install the latest version of Edge Lab to import it.",
  );
}

function refusal(message: string, hint?: string) {
  return new LabFailure({ code: "file", message, ...(hint && { hint }) });
}
