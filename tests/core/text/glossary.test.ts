import { expect, it } from "vitest";
import { define, entriesWith, glossary } from "../../../core/text/glossary";

it("finds a word in any of its writings", () => {
  expect(define("sharpness s")?.name).toBe("Sharpness");
  expect(define("Curvature D")?.name).toBe("Directional curvature");
  expect(define("table")).toBeUndefined();
});

it("gives each writing to one entry only", () => {
  const words = glossary.flatMap(({ name, also }) => [name, ...also]);
  const lower = words.map((word) => word.toLowerCase());
  expect(new Set(lower).size).toBe(words.length);
});

it.each(glossary.map(({ name, text }) => [name, text]))(
  "explains %s in two sentences",
  (_, text) => {
    expect(text).toMatch(/^[^]+\.$/);
    expect(text.split(/[.:;] (?=[A-Z])/).length).toBe(2);
  },
);

it("finds entries by name first, then by what they say", () => {
  const names = entriesWith(" hessian ").map(({ name }) => name);
  expect(names[0]).toBe("Hessian");
  expect(names).toContain("Sharpness");
  expect(entriesWith("learning rate")[0].name).toBe("Step size");
  expect(entriesWith("")).toHaveLength(glossary.length);
  expect(entriesWith("zebra")).toEqual([]);
});
