import { expect, it } from "vitest";
import {
  markBeside,
  presenterAct,
} from "../../../renderer/present/presenter-keys";

it.each([
  ["PageDown", "after", 1],
  ["PageUp", "before", -1],
  [" ", "play", 0],
  ["ArrowLeft", "step", -1],
  ["ArrowDown", "chart", 1],
  ["Escape", "close", 0],
])("%j of a presenter means %s", (key, act, by) => {
  expect(presenterAct(key)).toEqual({ act, by });
});

it("leaves other keys alone", () => {
  expect(presenterAct("a")).toBeNull();
  expect(presenterAct("F11")).toBeNull();
});

it.each([
  [0, 1, 991],
  [991, 1, 1244],
  [1000, -1, 991],
  [1244, 1, 4000],
  [4000, 1, 4000],
  [0, -1, 0],
])("from step %i by %i to the mark at %i", (at, by, to) => {
  expect(markBeside([0, 991, 1244, 4000], at, by)).toBe(to);
  expect(markBeside([], at, by)).toBe(0);
});
