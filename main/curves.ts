/** Curves of many runs in one answer: read some runs at a time, drawn, and forgotten. */
import { setImmediate } from "node:timers/promises";
import type { CurvesReply } from "../core/contract/api";
import { LabFailure } from "../core/errors";
import { columnsFor } from "../core/series/align";
import {
  drawnCurve,
  type CurveRun,
  type CurvesWanted,
  type DrawnCurve,
} from "../core/series/curves";
import { packCurves } from "../core/series/packed";
import type { Archive } from "./archive/archive";

/** Runs read at a time: the main process has other things to do in between. */
const atOnce = 16;

/** @throws LabFailure when the baseline cannot be read; other runs fail alone */
export async function readCurves(
  archive: Archive,
  wanted: CurvesWanted,
): Promise<CurvesReply> {
  const { groups, columns, x, baseline } = wanted;
  const names = [
    ...columns,
    // Of runs whose threshold varies.
    ...columns
      .filter(({ perThreshold }) => perThreshold)
      .map(({ table }) => ({ table, column: "threshold" })),
    ...columns.flatMap(({ table, error }) =>
      error === undefined ? [] : [{ table, column: error }],
    ),
    ...columnsFor(x),
  ];
  const failures = new Map<number, LabFailure>();
  const read = async (ids: number[]) => {
    const runs = new Map<number, CurveRun>();
    for (const part of partsOf(ids, (id) => [id])) {
      for (const [id, run] of await archive.readCurveRuns(part, names))
        if (run instanceof LabFailure) failures.set(id, run);
        else runs.set(id, run);
      await setImmediate();
    }
    return runs;
  };
  const base =
    baseline === null ? undefined : (await read([baseline])).get(baseline);
  if (baseline !== null && !base) throw failures.get(baseline);
  const curves: DrawnCurve[] = [];
  for (const part of partsOf(groups, (ids) => ids)) {
    const runs = await read([...new Set(part.flat())]);
    for (const ids of part) {
      const members = ids.flatMap((id) => runs.get(id) ?? []);
      for (const column of columns)
        curves.push(drawnCurve(members, column, wanted, base));
    }
    await setImmediate();
  }
  return {
    ...packCurves(curves),
    failures: [...failures].map(([run, { error }]) => ({ run, error })),
  };
}

/** Neighbours together, as many as have no more than `atOnce` runs; one that has more is alone. */
function partsOf<T>(list: T[], runsOf: (part: T) => number[]): T[][] {
  const parts: T[][] = [];
  let runs = Infinity;
  for (const item of list) {
    runs += runsOf(item).length;
    if (runs > atOnce) {
      parts.push([]);
      runs = runsOf(item).length;
    }
    parts[parts.length - 1].push(item);
  }
  return parts;
}
