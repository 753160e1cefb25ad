import { expect, it } from "vitest";
import { dashes, rampSteps } from "../../../renderer/plot/palette";
import { contrast, oklab, themed } from "./colours";

it("every series has 4.5:1 against paper in both themes, and a dash of its own", async () => {
  const papers = await themed("paper");
  expect(papers).toHaveLength(2);
  for (let series = 0; series < 8; series++) {
    const inks = await themed(`series-${series}`);
    expect(inks).toHaveLength(papers.length);
    inks.forEach((ink, theme) =>
      expect(contrast(ink, papers[theme])).toBeGreaterThanOrEqual(4.5),
    );
  }
  expect(new Set(dashes.map(String)).size).toBe(dashes.length);
});

it("the ramp for numbers gets lighter in even steps, and can be read on paper in both themes", async () => {
  const papers = await themed("paper");
  const ramps = await Promise.all(
    Array.from({ length: rampSteps }, (_, i) => themed(`ramp-${i}`)),
  );
  for (const [theme, paper] of papers.entries()) {
    const ramp = ramps.map((inks) => inks[theme]);
    for (const ink of ramp)
      expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
    const places = ramp.map(oklab);
    const steps = places.slice(1).map((place, i) => ({
      lighter: place[0] - places[i][0],
      far: Math.hypot(...place.map((part, k) => part - places[i][k])),
    }));
    const mean = steps.reduce((sum, { far }) => sum + far, 0) / steps.length;
    expect(mean).toBeGreaterThan(0.015);
    for (const { lighter, far } of steps) {
      expect(lighter).toBeGreaterThan(0);
      // Colours are rounded to whole numbers of 256.
      expect(Math.abs(far / mean - 1)).toBeLessThan(0.3);
    }
  }
});
