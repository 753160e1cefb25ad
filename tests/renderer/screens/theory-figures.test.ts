import { expect, it } from "vitest";
import { inStages } from "../../../renderer/screens/theory/dress";
import { theoryFigure } from "../../../renderer/screens/theory/figures";
import { picture } from "../../../renderer/screens/theory/pictures";
import { trailOf } from "../../../renderer/screens/theory/spike";
import { fakeLab, run } from "../fake-lab";
import { analysed } from "../theory-analysis";

const { columns, summary } = analysed();
const view = {
  lab: fakeLab().lab,
  run: run({ name: "T3" }),
  summary,
  columns,
  cursor: null,
  oncursor: () => undefined,
};
const x = picture(view, [{ key: "x", label: "x", ink: "loss" }], 1000);

it("a figure says what was analysed, and with what kick", () => {
  const plain = { ...view, summary: { ...summary, kick: 0 } };
  const figure = theoryFigure(plain, "x", "along u", "It swings.", x, "1.2");
  expect(figure.title).toBe("T3");
  expect(figure.panels.map(({ x, y }) => [x, y])).toEqual([["step", "x"]]);
  expect(figure.caption).toBe(
    "x, along u. It swings. Analysed over 240 steps from step 991.",
  );
  expect(figure.stamp[0]).not.toContain("kick");
  expect(figure.stamp[1]).toBe("Edge Lab 1.2");
  const kicked = { ...view, summary: { ...summary, kick: 0.5 } };
  expect(theoryFigure(kicked, "x", "", "", x, "1.2").stamp[0]).toMatch(
    /, analysed with a kick of 0\.5 δ$/,
  );
});

it("a figure says what the analysis noted", () => {
  const alarm = {
    kind: "swap",
    step: 1000,
    message: "At step 1,000 two eigenvectors changed places.",
    advice: "Look.",
  } as const;
  const noted = { ...view, summary: { ...summary, alarms: [alarm] } };
  expect(theoryFigure(noted, "x", "", "Swings.", x, "1").caption).toBe(
    "Swings. Analysed over 240 steps from step 991, with 1 note. At step 1,000 two eigenvectors changed places.",
  );
});

it("the legend has names where labels are short for them", () => {
  const named = { key: "x", label: "x", name: "swing", ink: "loss" } as const;
  const model = picture(
    view,
    [named, { key: "y", label: "y", ink: "loss" }],
    100,
  );
  const { legend } = theoryFigure(view, "x", "", "", model, "1");
  expect(legend.map(({ label }) => label)).toEqual(["swing", "y"]);
});

it("the legend names the stages where a curve has their colours", () => {
  const model = inStages(x, trailOf(columns));
  const { legend } = theoryFigure(view, "x", "", "", model, "1");
  expect(legend.map(({ label }) => label)).toEqual([
    "Stage 1, progressive sharpening",
    "Stage 2, blow-up",
    "Stage 3, self-stabilisation",
    "Stage 4, return to stability",
  ]);
});
