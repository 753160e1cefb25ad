import type { RunDetail } from "../../core/contract/api";
import { changeWords } from "../../core/experiment/forked";
import { valueAt, withValue } from "../../core/experiment/path";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { withSetting } from "../../core/experiment/sweep/expand";
import { settingsOf } from "../../core/experiment/sweep/settings";
import { grouped } from "../../core/text/grouped";
import { shown } from "../../core/text/shown";
import type { Archive } from "../archive/archive";
import { forkOf } from "../fork";
import { misuse } from "./arguments";
import { withEngine } from "./engine";
import { runToEnd } from "./run";

/**
 * Forks a run of the archive and runs the fork to its end.
 * @param at the step, as it was typed
 * @param sets settings as they were typed: `optimizer.stepSize=0.1`
 */
export async function forkToEnd(
  id: number,
  at: string,
  sets: string[],
  archive: Archive,
  out: NodeJS.WriteStream,
): Promise<RunDetail> {
  const parent = await archive.openRun(id);
  const changed = sets.reduce(withTyped, parent.spec);
  const { spec, origin } = forkOf(parent, stepOf(at), changed);
  const what = changeWords(parent.spec, spec) || "nothing changed";
  out.write(
    `Run ${id}, “${parent.name}”, goes on from step ${grouped(origin.fork.step)}: ${what}.\n`,
  );
  const beginning = await archive.forkStart(origin);
  return withEngine(process.cwd(), async (engine) => {
    const info = await engine.start(spec, beginning);
    return runToEnd(spec, engine, info, archive, out, origin);
  });
}

function stepOf(text: string): number {
  if (/^\d+$/.test(text.trim())) return Number(text);
  throw misuse(
    `--at: the step of a fork must be a whole number; “${shown(text)}” is not.`,
  );
}

/** @throws LabFailure `bad-request` for what sets no setting */
function withTyped(spec: ExperimentSpec, text: string): ExperimentSpec {
  const place = text.indexOf("=");
  const path = text.slice(0, place).trim();
  if (place < 0 || path === "")
    throw misuse(
      `--set: “${shown(text)}” must be a setting and its value, such as optimizer.stepSize=0.1.`,
    );
  if (!/^[A-Za-z]\w*(\.[A-Za-z]\w*|\[\d+\])*$/.test(path))
    throw misuse(
      `--set: “${shown(path)}” is not the name of a setting, such as optimizer.stepSize.`,
    );
  const value = valueOf(text.slice(place + 1).trim());
  const setting = settingsOf(spec).find((one) => one.path === path);
  if (setting?.isKind && typeof value === "string")
    return withSetting(spec, setting, value);
  return withValue(insideObject(spec, path), path, value);
}

/** JSON, or else text; nothing, and null, leave the setting out. */
function valueOf(text: string): unknown {
  if (text === "") return undefined;
  try {
    return (JSON.parse(text) as unknown) ?? undefined;
  } catch {
    return text;
  }
}

/** A number or a word gives way to an object of which a field is set: `optimizer.stepSize.peak=0.1`. */
function insideObject(spec: ExperimentSpec, path: string): ExperimentSpec {
  const outer = path.slice(0, Math.max(0, path.lastIndexOf(".")));
  if (outer === "") return spec;
  const inside = insideObject(spec, outer);
  const value = valueAt(inside, outer);
  return typeof value === "object" || value === undefined
    ? inside
    : withValue(inside, outer, {});
}
