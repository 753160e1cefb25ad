import { describe, expect, it } from "vitest";
import type { NetworkView } from "../../../core/contract/api";
import { optimizerSchema } from "../../../core/optimizers/spec";
import type { NetworkPicture } from "../../../core/views/picture";
import {
  imagesDrawing,
  imagesTallness,
} from "../../../renderer/pictures/network/images-drawing";
import { valleyOf } from "../../../renderer/pictures/parabola/valley";
import { networkFigures } from "../../../renderer/screens/live/network/figures";
import { drawn } from "../figures/drawn";
import { curve, digits, map, scatter } from "../pictures/network/pictures";
import { lossPicture } from "../../../renderer/pictures/run-pictures";
import {
  figureOfCharts,
  valleyFigure,
} from "../../../renderer/screens/live/figures";
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

describe("a figure of the valley", () => {
  const figureOf = (kind: string, tried: number) => {
    const optimizer = optimizerSchema.parse({ kind, stepSize: tried });
    const valley = valleyOf(optimizer, 4, null);
    if (!valley) throw new Error("It has no valley.");
    return valleyFigure(run(), valley, 1200, tried, "1.2");
  };

  it("says what it draws, with which step size, and what its lines are", () => {
    const { title, caption, legend, stamp, panels } = figureOf("gd", 0.4);
    expect(title).toMatch(/^Valley at step 1,200: /);
    expect(caption).toContain("lands lower on the other wall");
    expect(caption).toContain("Drawn with η = 0.4.");
    expect(legend.map(({ ink }) => ink)).toEqual(["sharpness", "threshold"]);
    expect(stamp.at(-1)).toBe("Edge Lab 1.2");
    expect(panels).toMatchObject([{ x: "along the steepest direction u" }]);
  });

  it("of Adam says that its rescaling is held", () => {
    const { caption } = figureOf("adam", 0.4);
    expect(caption).toContain("keeps the rescaling of this step fixed");
  });
});

describe("figures of the network", () => {
  const titles = (picture: NetworkPicture) =>
    networkFigures(run(), viewOf(picture)).map(({ label }) => label);
  const viewOf = (picture: NetworkPicture): NetworkView => ({
    step: 1200,
    wanted: 1200,
    picture,
    along: null,
    isSame: true,
  });
  const images = {
    ...digits.train,
    images: [3, 0].map((index) => ({
      index,
      pixels: Uint8Array.of(0, 255, 255, 0),
    })),
    shape: [2, 2, 1],
  };

  it("are one of a curve, a map and a scatter, and one for each set of images", () => {
    expect(titles(curve)).toEqual(["Fitted curve"]);
    expect(titles(map)).toEqual(["Decision map"]);
    expect(titles(scatter)).toEqual(["Predictions over targets"]);
    expect(titles({ ...digits, train: images, test: images })).toEqual([
      "Predictions on test samples",
      "Predictions on training samples",
    ]);
    // A table has no picture.
    expect(titles(digits)).toEqual([]);
  });

  it("name their step and draw every image with its class or its mistake", async () => {
    const [choice] = networkFigures(
      run(),
      viewOf({ ...digits, train: images }),
    );
    const { title, panels, caption } = await choice.make("1.2");
    expect(title).toMatch(/^Predictions at step 1,200: /);
    expect(caption).toContain("an arrow leads");
    const [{ plot, tallness }] = panels;
    if (typeof plot !== "function") throw new Error("It is a chart.");
    const svg = drawn(plot);
    // Sample 3 is of class 2 and taken for 1; sample 0 is right.
    expect(svg).toContain(">2→1<");
    expect(svg).toContain(">0<");
    expect(svg).toContain("rgb(255,255,255)");
    expect(tallness?.(600)).toBeLessThan(100);
    // Forty of them are smaller where there is little height, and stay inside.
    const many = { ...images, images: Array(40).fill(images.images[0]) };
    expect(imagesTallness(many, ["0", "1", "2"])(300)).toBeGreaterThan(400);
    const ys = [
      ...drawn(imagesDrawing(many, ["0", "1", "2"])).matchAll(/ y="([^"]+)"/g),
    ].map(([, y]) => Number(y));
    expect(Math.max(...ys)).toBeLessThan(400);
  });
});
