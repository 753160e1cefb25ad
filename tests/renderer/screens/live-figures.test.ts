import { expect, it } from "vitest";
import { lossPicture } from "../../../renderer/pictures/run-pictures";
import { figureOfCharts } from "../../../renderer/screens/live/figures";
import { run, series } from "../fake-lab";

it("a figure has the events of the run as on screen, and says what they are", () => {
  const rise = { kind: "first-rise", step: 1, value: 1, message: "" } as const;
  const risen = run({ events: [rise] });
  const model = lossPicture(risen, series([0, 1, 2], { loss: [2, 1, 3] }));
  const chart = { title: "Loss", summary: "Falls.", model };
  const figure = figureOfCharts([chart], risen, [], "1.2");
  expect(figure.panels).toMatchObject([
    { y: "Loss", plot: { ticks: [{ step: 1, label: "first rise" }] } },
  ]);
  expect(figure.caption).toBe(
    "Falls. Ticks on the step axis: first rise at step 1.",
  );
});

it("a figure of zoomed charts names the steps that it shows", () => {
  const long = run({ summary: { ...run().summary, step: 4000 } });
  const captionOf = (window: { min: number; max: number } | null) =>
    figureOfCharts([], long, [], "1.2", window).caption;
  expect(captionOf({ min: 990.4, max: 1510.7 })).toBe(
    "Only steps 991 to 1,510 of 4,000 are shown.",
  );
  expect(captionOf({ min: -3, max: 9000 })).toBe(
    "Only steps 0 to 4,000 of 4,000 are shown.",
  );
  expect(captionOf(null)).toBe("");
});
