/**
 * Every preset of the gallery shows what it says, and takes under a minute on two processors. In the suite the long
 * ones are cut short, after what their sentence is about; `npm run torture` runs all of them to their end.
 */
import { describe, expect, test } from "vitest";
import { presetGroups, presetOf, presets } from "../../core/experiment/presets";
import { checks } from "./gallery/checks";
import { see } from "./gallery/run";
import { isLong } from "./length";

/** Processor seconds of a minute on two. */
const most = 120;

test("each preset has a name of its own, whole sentences, a paper and a check", () => {
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  expect(new Set(presets.map(({ title }) => title)).size).toBe(presets.length);
  for (const { sentence, seen, paper } of presets) {
    expect(sentence).toMatch(/^\S.*[^.]\.$/);
    expect(seen).toMatch(/^\S.*[^.]\.$/);
    expect(paper.authors).toMatch(/^[A-Z]/);
    expect(paper.year).toBeGreaterThan(1980);
    expect(paper.title).toMatch(/^[A-Z].*[^.]$/);
  }
  expect(Object.keys(checks).sort()).toEqual(
    presets.map(({ id }) => id).sort(),
  );
  expect(() => presetOf("none")).toThrow("There is no preset none.");
});

describe.each(presetGroups)("$title", ({ presets }) => {
  test.each(presets)(
    "$title shows what it says",
    async ({ id, spec }) => {
      const { shortSteps, holds, holdsInTheEnd } = checks[id];
      const isWhole = isLong || shortSteps === undefined;
      const run = await see(spec, isWhole ? {} : { steps: shortSteps });
      await holds(run);
      if (!isWhole) return;
      holdsInTheEnd?.(run);
      expect(run.cpu).toBeLessThan(most);
    },
    600_000,
  );
});
