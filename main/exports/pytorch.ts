import { access } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RunDetail } from "../../core/contract/api";
import { LabFailure } from "../../core/errors";
import { requireTorch, torchExport } from "../../core/export/torch/export";
import { shown } from "../../core/text/shown";
import type { Archive } from "../archive/archive";
import { readRecords } from "../archive/records";
import { npzBytes } from "../files/npz";
import { writeWhole } from "../files/write-whole";
import type { Ask } from "./ask";

/**
 * Writes a script that does a run again in PyTorch, and beside it the arrays that it reads.
 * @param path of the script, which ends in .py
 * @returns the paths of both files
 * @throws LabFailure with the reason where PyTorch cannot do it, where the data are no longer those of the run,
 *   and where another file has the name of the arrays
 */
export async function writePytorch(
  path: string,
  archive: Archive,
  run: RunDetail,
  ask: Ask,
): Promise<string[]> {
  const { spec, engine } = run;
  requireTorch(run);
  if (!engine)
    throw new LabFailure({
      code: "bad-request",
      message: `Run ${run.id} never started, so there is nothing to repeat.`,
    });
  const stem = basename(path).replace(/\.py$/i, "");
  const beside = join(dirname(path), `${stem}.npz`);
  await requireOwn(path, beside);
  const answer = await ask({ kind: "beginning", spec, engine });
  if (answer.kind !== "beginning") throw new Error("No beginning came.");
  const { steps, spectrum } = await readRecords(archive, run);
  const source = { ...run, engine, steps, spectrum };
  const { script, arrays } = torchExport(source, answer.beginning, stem);
  await writeWhole(beside, npzBytes(arrays));
  await writeWhole(path, script);
  return [path, beside];
}

/** Where somebody agreed to replace a script, its arrays are replaced with it, but no other file. */
async function requireOwn(script: string, arrays: string) {
  if (!(await isThere(arrays)) || (await isThere(script))) return;
  throw new LabFailure({
    code: "file",
    message: `The file ${shown(basename(arrays))} beside it already exists and would be replaced.`,
    hint: "Choose another name for the script.",
  });
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
