import { expect, test } from "vitest";
import { certificateWords } from "../../../core/measurements/sharpness";

test.each([
  [0, "proven"],
  [0.0169, "probed (chance of a miss ≤ 2 %)"],
  [0.01, "probed (chance of a miss ≤ 1 %)"],
  [1, "not known"],
])("a certificate of %d is %s", (certificate, words) => {
  expect(certificateWords(certificate)).toBe(words);
});
