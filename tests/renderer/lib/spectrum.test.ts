import { expect, it } from "vitest";
import { certificateWords } from "../../../renderer/lib/spectrum";

it.each([
  [0, "proven"],
  [0.0169, "probed (miss ≤ 2 %)"],
  [0.01, "probed (miss ≤ 1 %)"],
  [1, "not known"],
])("a certificate of %d is %s", (certificate, words) => {
  expect(certificateWords(certificate)).toBe(words);
});
