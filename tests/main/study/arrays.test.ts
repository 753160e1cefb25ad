import { expect, it } from "vitest";
import { submitLine, taskArrays } from "../../../main/study/cluster/arrays";

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

it("tasks are cut into arrays that the cluster takes", () => {
  expect(taskArrays(upTo(7), 3)).toEqual([
    { range: "1-3", offset: 0 },
    { range: "1-3", offset: 3 },
    { range: "1", offset: 6 },
  ]);
  expect(taskArrays(upTo(3), 3)).toEqual([{ range: "1-3", offset: 0 }]);
});

it("single tasks keep their numbers", () => {
  expect(taskArrays([2, 3, 4, 7, 12], 10)).toEqual([
    { range: "2-4,7", offset: 0 },
    { range: "2", offset: 10 },
  ]);
  expect(taskArrays([], 10)).toEqual([]);
});

it("a line submits an array and notes its job", () => {
  expect(submitLine({ range: "1-3", offset: 10 }, '"$@" ')).toBe(
    'job=$(sbatch --parsable --array=1-3 "$@" job.sh 10); echo "$job 10" >> jobs.txt',
  );
});
