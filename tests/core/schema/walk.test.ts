import { describe, expect, test } from "vitest";
import { z } from "zod";
import { flag, whole } from "../../../core/schema/fields";
import { declaredAt, optionsOf, schemaAt } from "../../../core/schema/walk";
import { labelOf, named, wordsOf } from "../../../core/schema/words";

const round = z.strictObject({
  shape: z.literal("round"),
  radius: whole({ label: "Radius", symbol: "r", unit: "m" }, 1, 9).default(2),
});
const square = z.strictObject({
  shape: z.literal("square"),
  isFilled: flag({ label: "Filled", help: "With colour." }).optional(),
});
const schema = z.strictObject({
  things: z.array(z.discriminatedUnion("shape", [round, square])),
});
const input = { things: [{ shape: "square" }, { shape: "round" }] };

describe("words", () => {
  test("are found through a default and an optional field", () => {
    expect(wordsOf(round.shape.radius)).toEqual({
      label: "Radius",
      symbol: "r",
      unit: "m",
    });
    expect(wordsOf(square.shape.isFilled)).toEqual({
      label: "Filled",
      help: "With colour.",
    });
    expect(wordsOf(round)).toBeNull();
  });

  test("stay with a schema that is refined", () => {
    const even = named(z.number(), { label: "Even" }).multipleOf(2);
    expect(wordsOf(even)?.label).toBe("Even");
  });

  test("a label has its symbol", () => {
    expect(labelOf({ label: "Step size", symbol: "η" })).toBe("Step size η");
    expect(labelOf({ label: "Steps" })).toBe("Steps");
  });
});

describe("a path", () => {
  test("goes through lists and the option that the value chooses", () => {
    expect(declaredAt(["things", 1, "radius"], schema, input)).toBe(
      round.shape.radius,
    );
    expect(schemaAt(["things", 0], schema, input)).toBe(square);
  });

  test("to what is no field ends at an unknown", () => {
    for (const path of [
      ["things", 0, "radius"],
      ["things", 0, "constructor"],
    ])
      expect(declaredAt(path, schema, input)).toBeInstanceOf(z.ZodUnknown);
  });

  test("goes into the object of a union whose value is left out", () => {
    const limits = z.strictObject({ most: whole("Most", 1, 9) });
    const either = z.strictObject({
      limits: z.union([z.literal("off"), limits]).optional(),
    });
    const most = (value: object) =>
      declaredAt(["limits", "most"], either, value);
    expect(most({})).toBe(limits.shape.most);
    expect(most({ limits: {} })).toBe(limits.shape.most);
    expect(most({ limits: "off" })).toBeInstanceOf(z.ZodUnknown);
  });

  test("to a union has its options", () => {
    const union = declaredAt(["things", 0], schema, input);
    expect(optionsOf(union).map(({ tag }) => tag)).toEqual(["round", "square"]);
    expect(optionsOf(round)).toEqual([]);
  });
});
