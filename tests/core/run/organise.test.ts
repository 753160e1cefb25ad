import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { pins, runChanges, views } from "../../../core/run/organise";

function refusal(schema: z.ZodType, value: unknown): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) throw new Error("It was expected to be refused.");
  return parsed.error.issues[0].message;
}

const pin = { id: "a", chart: "loss", step: 1, value: 2, text: "Here." };
const view = { id: "a", name: "A", state: {} };

describe("changes of a run", () => {
  it("are taken as they are, within the limits", () => {
    const notes = "  kept as it is \n";
    const changes = {
      tags: Array.from({ length: 20 }, (_, i) => `${i}`.padStart(40, "x")),
      project: "p".repeat(80),
      colour: 7,
      notes,
    };
    expect(runChanges.parse(changes)).toEqual(changes);
    expect(runChanges.parse({})).toEqual({});
    expect(
      runChanges.parse({ colour: null, project: " ", name: "  η = 2/5 " }),
    ).toEqual({ colour: null, project: "", name: "η = 2/5" });
  });

  it("name a tag once and without blanks around it", () => {
    expect(runChanges.parse({ tags: [" edge", "edge ", "b"] })).toEqual({
      tags: ["edge", "b"],
    });
  });

  it.each([
    [{ tags: Array(21).fill("a") }, "A run may have at most 20 tags."],
    [{ tags: ["x".repeat(41)] }, "A tag must have at most 40 characters."],
    [{ tags: [" "] }, "A tag must have at least 1 character."],
    [{ project: "x".repeat(81) }, "A project must have at most 80 characters."],
    [
      { notes: "x".repeat(20_001) },
      "Notes must have at most 20,000 characters.",
    ],
    [{ notes: 3 }, "Notes must be text."],
    [{ name: "   " }, "A name must have at least 1 character."],
    [{ name: "" }, "A name must have at least 1 character."],
    [{ name: "x".repeat(121) }, "A name must have at most 120 characters."],
    [{ colour: 8 }, "A colour must be its number in the palette, at most 7."],
    [{ colour: 0.5 }, "A colour must be its number in the palette, 0 to 7."],
  ])("refuses %j", (changes, sentence) => {
    expect(refusal(runChanges, changes)).toBe(sentence);
  });

  it("refuses what is no change", () => {
    expect(refusal(runChanges, { status: "finished" })).toContain("status");
  });
});

describe("pins", () => {
  it.each([
    [Array(201).fill(pin), "A run may have at most 200 pins."],
    [
      [{ ...pin, chart: "noise" }],
      "A pin must be on the chart loss, sharpness or curvature.",
    ],
    [[{ ...pin, value: NaN }], "The value of a pin must be a finite number."],
    [
      [{ ...pin, step: Infinity }],
      "The step of a pin must be a finite number.",
    ],
  ])("refuses what is none", (value, sentence) => {
    expect(refusal(pins, value)).toBe(sentence);
  });

  it("takes 200", () => {
    expect(pins.parse(Array(200).fill(pin)).length).toBe(200);
  });
});

describe("views", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const nested = (levels: number): unknown =>
    levels === 0 ? 1 : { a: nested(levels - 1) };
  const tooLarge =
    "A view must be plain data of at most 100 kB and 500 levels as JSON.";

  it.each([
    [
      Array.from({ length: 201 }, (_, i) => ({ ...view, id: `${i}` })),
      "At most 200 views can be saved.",
    ],
    [[view, view], "Two views must not have the same id."],
    [[{ ...view, state: "x".repeat(100_000) }], tooLarge],
    [[{ ...view, state: circle }], tooLarge],
    [[{ ...view, state: undefined }], tooLarge],
    [[{ ...view, state: 1n }], tooLarge],
    [[{ ...view, state: nested(501) }], tooLarge],
  ])("refuses what is none", (value, sentence) => {
    expect(refusal(views, value)).toBe(sentence);
  });

  it("takes any plain state", () => {
    for (const state of [{ runs: [1, 2], range: [0, null] }, nested(500)]) {
      const all = [{ ...view, state }];
      expect(views.parse(all)).toEqual(all);
    }
  });
});
