import { expect, it } from "vitest";
import {
  readChoices,
  type Choices,
} from "../../../renderer/screens/compare/choices";
import { readBack, written } from "../../../renderer/screens/compare/views";

const chosen: Choices = {
  ...readChoices({}),
  x: "crossing",
  window: { min: -1.5, max: 2 },
  hidden: [1],
  shown: ["accuracy"],
  group: { kind: "over", path: "seed" },
  colour: "optimizer.stepSize",
  ranges: { loss: { min: 0.1, max: 1 } },
  weights: { loss: 2.5, below: 1 },
  table: { sort: [{ key: "hover", descending: true }] },
};

it("a saved view reads back as it was, and anything else is no view", () => {
  const stored: unknown = JSON.parse(
    JSON.stringify(written({ ids: [2, 1], choices: chosen })),
  );
  expect(readBack(stored)).toEqual({ ids: [2, 1], choices: chosen });
  expect(readBack({ screen: "archive" })).toBeNull();
  expect(readBack({ ...(stored as object), ids: ["1"] })).toBeNull();
});

it("a view of an earlier version opens with the same axis, groups and layout", () => {
  const read = readBack({
    screen: "compare",
    ids: [1, 2],
    choices: {
      alignment: "flow",
      xLog: true,
      yLog: ["loss"],
      ratio: true,
      layout: "grid",
      shown: ["gradNorm"],
      banded: true,
      window: { min: 1, max: 2 },
      hidden: [2],
    },
  });
  expect(read?.choices).toEqual({
    ...readChoices({}),
    x: "flow",
    xLog: true,
    yLog: ["loss"],
    ratio: true,
    layout: "multiples",
    shown: ["gradNorm"],
    group: { kind: "over", path: "seed" },
    window: { min: 1, max: 2 },
    hidden: [2],
  });
});

it("each choice that cannot be read is the usual one, and the others stay", () => {
  const read = readChoices({
    x: "phase of the moon",
    ratio: true,
    window: { min: 3, max: 1 },
    shown: ["loss", "nothing"],
    ranges: { loss: { min: 0 } },
    hidden: [4],
  });
  expect(read).toEqual({ ...readChoices({}), ratio: true, hidden: [4] });
});
