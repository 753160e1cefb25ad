/* eslint-disable svelte/prefer-svelte-reactivity -- The set is read once. */
import type { RunRow } from "../core/contract/api";
import { isOver } from "../core/run/status";
import { counted, count } from "./lib/format";

/** How far a group of runs is that were started together. */
export interface GroupProgress {
  id: number;
  name: string;
  /** In the order in which they were started. */
  runs: number[];
  done: number;
  failed: number;
  diverged: number;
  /** Seconds until all are over, by the pace so far; null before there is one. */
  left: number | null;
}

/** The groups that are not all over, and those that have just been finished. */
export class Groups {
  /** Groups that were seen at work. */
  #working: readonly number[] = [];

  /** @param finished is called once for each group whose last run has ended */
  constructor(
    private readonly rows: () => RunRow[],
    private readonly engines: () => number,
    private readonly finished: (group: GroupProgress) => void,
  ) {}

  /** The groups with runs that wait or are going, the first started first. */
  readonly working: GroupProgress[] = $derived.by(() => {
    const open = this.rows().flatMap(({ groupId, status }) =>
      groupId === null || isOver(status) ? [] : [groupId],
    );
    return [...new Set(open)].sort((a, b) => a - b).map((id) => this.#of(id));
  });

  /** To be called when a run has changed or was removed. */
  changed() {
    const ids = this.working.map(({ id }) => id);
    const over = this.#working.filter((id) => !ids.includes(id));
    this.#working = ids;
    for (const group of over.map((id) => this.#of(id)))
      // One whose waiting runs were taken out need not have any.
      if (group.done > 0) this.finished(group);
  }

  #of(id: number): GroupProgress {
    const rows = this.rows()
      .filter(({ groupId }) => groupId === id)
      .sort((a, b) => a.id - b.id);
    const number = (status: RunRow["status"]) =>
      rows.filter((row) => row.status === status).length;
    return {
      id,
      name: rows.at(0)?.groupName ?? "",
      runs: rows.map(({ id }) => id),
      done: rows.filter(({ status }) => isOver(status)).length,
      failed: number("failed"),
      diverged: number("diverged"),
      left: secondsLeft(rows, this.engines()),
    };
  }
}

/** By the seconds of a step so far: of the runs that made some. */
function secondsLeft(rows: RunRow[], engines: number): number | null {
  let [seconds, steps, left] = [0, 0, 0];
  for (const { status, spec, summary } of rows) {
    seconds += summary.seconds;
    steps += summary.step;
    if (!isOver(status)) left += Math.max(0, spec.steps - summary.step);
  }
  return steps > 0 ? ((seconds / steps) * left) / Math.max(1, engines) : null;
}

/** "All 12 runs of “A” are over: 2 diverged, 1 failed." */
export function finishedSentence({
  name,
  runs,
  failed,
  diverged,
}: GroupProgress): string {
  const bad = [
    diverged > 0 && `${count(diverged)} diverged`,
    failed > 0 && `${count(failed)} failed`,
  ].filter(Boolean);
  const all =
    runs.length === 1
      ? `The run of “${name}” is over`
      : `All ${counted(runs.length, "run")} of “${name}” are over`;
  return bad.length > 0 ? `${all}: ${bad.join(", ")}.` : `${all}.`;
}
