import { expect, it, vi } from "vitest";
import type { RunRow } from "../../core/contract/api";
import { finishedSentence, Groups } from "../../renderer/Groups.svelte";
import { rowOf, run } from "./fake-lab";

const member = (
  id: number,
  status: RunRow["status"],
  [step, seconds] = [0, 0],
  groupId: number | null = 1,
) =>
  rowOf(
    run({
      id,
      status,
      groupId,
      groupName: "Sweep",
      summary: { step, seconds },
    }),
  );

function setUp(rows: RunRow[], engines = 1) {
  let now = rows;
  const finished = vi.fn();
  const groups = new Groups(
    () => now,
    () => engines,
    finished,
  );
  groups.changed();
  return {
    finished,
    groups,
    /** The same rules for rows that have changed: derived values are read anew from a new object. */
    put: (rows: RunRow[]) => {
      now = rows;
      groups.changed();
    },
  };
}

it("counts the runs of a group at work, and the time that is left by its pace", () => {
  const rows = [
    member(4, "queued"),
    member(1, "finished", [500, 10]),
    member(2, "diverged", [100, 2]),
    member(3, "running", [250, 5]),
    member(5, "running", [0, 0], null),
    member(6, "finished", [500, 10], 2),
  ];
  const [group, ...none] = setUp(rows).groups.working;
  expect(none).toEqual([]);
  expect(group).toMatchObject({
    id: 1,
    name: "Sweep",
    runs: [1, 2, 3, 4],
    done: 2,
    diverged: 1,
    failed: 0,
  });
  // 750 steps of 20 ms are left, shared by the engines.
  expect(group.left).toBeCloseTo(15);
  expect(setUp(rows, 2).groups.working[0].left).toBeCloseTo(7.5);
  expect(setUp([member(1, "queued")]).groups.working[0].left).toBeNull();
});

it("tells once that the last run of a group is over", () => {
  const { finished, put } = setUp([
    member(1, "finished"),
    member(2, "running"),
  ]);
  put([member(1, "finished"), member(2, "running", [5, 1])]);
  expect(finished).not.toHaveBeenCalled();
  const over = [member(1, "finished"), member(2, "failed")];
  put(over);
  put(over);
  expect(finished).toHaveBeenCalledTimes(1);
  const [group] = finished.mock.calls[0] as [
    Parameters<typeof finishedSentence>[0],
  ];
  expect(finishedSentence(group)).toBe(
    "All 2 runs of “Sweep” are over: 1 failed.",
  );
});

it("says nothing of groups that were over before, or are gone", () => {
  const { finished, put } = setUp([member(1, "finished")]);
  put([member(1, "finished"), member(2, "queued", [0, 0], 2)]);
  put([member(1, "finished")]);
  expect(finished).not.toHaveBeenCalled();
});
