import { expect, test } from "vitest";
import { againWith } from "../../../core/experiment/again";
import { presetOf } from "../../../core/experiment/presets";
import { againWords, cloneWords } from "../../../renderer/lib/fork-words";

const { spec } = presetOf("chebyshev");
const [again] = againWith(spec);
const fork = { step: 300, parent: { name: "parent", spec } };

test("a run is cloned and done again as it was", () => {
  expect(cloneWords({ fork: null })).toBe("Clone and change…");
  expect(againWords(again, { fork: null })).toBe(again.title);
});

test("of a fork the words say that the new run begins at step 0", () => {
  const row = { fork } as unknown as Parameters<typeof cloneWords>[0];
  expect(cloneWords(row)).toBe("Clone from step 0…");
  expect(againWords(again, row)).toBe(
    "Again with half step size η (0.1), from step 0",
  );
});
