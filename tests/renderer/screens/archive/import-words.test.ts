import { expect, it } from "vitest";
import { importWords } from "../../../../renderer/screens/archive/import-words";
import { rowOf, run } from "../../fake-lab";

const one = rowOf(run({ name: "One" }));

it.each([
  [1, 0, "Added 1 run."],
  [1200, 0, "Added 1,200 runs."],
  [0, 1, "“One” is in the archive already."],
  [0, 4, "These 4 runs are in the archive already."],
  [2, 1, "Added 2 runs. “One” is in the archive already."],
  [1, 3, "Added 1 run. 3 runs are in the archive already."],
])("of %i added and %i present", (added, present, words) => {
  expect(
    importWords({
      added: Array.from({ length: added }, () => one),
      present: Array.from({ length: present }, () => one),
    }),
  ).toBe(words);
});
