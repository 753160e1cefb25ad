import { expect, it } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { identityOf, studyKey } from "../../../main/study/identity";

const { spec } = presetOf("chebyshev");

it("is the same for the same experiment, whatever the order of its fields", () => {
  const reversed = Object.fromEntries(Object.entries(spec).reverse());
  expect(identityOf(reversed as unknown as typeof spec)).toBe(identityOf(spec));
  expect(identityOf(spec)).toMatch(/^[0-9a-f]{64}$/);
});

it("differs with every setting", () => {
  const others = [
    { ...spec, steps: spec.steps + 1 },
    { ...spec, name: "Another" },
    { ...spec, optimizer: { ...spec.optimizer, stepSize: 0.123 } },
  ];
  const all = [spec, ...others].map(identityOf);
  expect(new Set(all).size).toBe(4);
});

it("of a study is that of its runs in their order", () => {
  expect(studyKey(["a", "b"])).toBe(studyKey(["a", "b"]));
  expect(studyKey(["a", "b"])).not.toBe(studyKey(["ab"]));
  expect(studyKey(["a", "b"])).not.toBe(studyKey(["b", "a"]));
});
