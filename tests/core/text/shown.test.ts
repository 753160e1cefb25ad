import { expect, it } from "vitest";
import { shown } from "../../../core/text/shown";

it.each([
  ["run 1.json", "run 1.json"],
  ["ünï 👩‍🔬.json", "ünï 👩‍🔬.json"],
  ["\t\x0e", "\ufffd\ufffd"],
  ["a\r\nb\x7f", "a\ufffd\ufffdb\ufffd"],
  [" a b", "\ufffda b"],
  ["\u2028a\u2029", "\ufffda\ufffd"],
  // Would show as “gnp.exe”.
  ["\u202eexe.png", "\ufffdexe.png"],
])("a text in a sentence: %j", (text, expected) => {
  expect(shown(text)).toBe(expected);
});
