import { describe, expect, it } from "vitest";
import { SvgBrush } from "../../../../renderer/figures/svg-brush";
import { dotPicture } from "../../../../renderer/pictures/results/dot-drawing";
import { dotPlot } from "../../../../renderer/pictures/results/dot-plot";
import { heatPicture } from "../../../../renderer/pictures/results/heat-drawing";
import { heatMap } from "../../../../renderer/pictures/results/heat-map";
import {
  meanOf,
  type ResultPicture,
  type Spot,
} from "../../../../renderer/pictures/results/outcome";
import {
  parallel,
  parallelPicture,
} from "../../../../renderer/pictures/results/parallel";
import {
  nameScale,
  numberScale,
} from "../../../../renderer/pictures/results/scale";
import { dashes, type Palette } from "../../../../renderer/plot/palette";

const palette = new Proxy({} as Palette, {
  get: (_, name) => `colour-${String(name)}`,
});
const size = { width: 600, height: 300 };

/** The picture as SVG. */
function svg(picture: ResultPicture, at: number | null = null): string {
  const brush = new SvgBrush("test", (text) => 6 * text.length);
  picture.draw(at)(brush, size, palette);
  const head = { width: "600", height: "300", title: "", description: "" };
  return brush.document(size, head);
}
const words = (text: string) =>
  [...text.matchAll(/<text[^>]*>([^<]*)</g)].map(([, word]) => word);

let next = 1;
const spot = (changes: Partial<Spot>): Spot => ({
  id: next++,
  name: "Run",
  x: 0.1,
  by: undefined,
  line: "",
  value: 1,
  diverged: false,
  ...changes,
});

describe("scales", () => {
  it("are logarithmic over more than a decade of positive numbers", () => {
    expect(numberScale([0.01, 1], "round").isLog).toBe(true);
    expect(numberScale([1, 5], "round").isLog).toBe(false);
    expect(numberScale([-1, 500], "round").isLog).toBe(false);
    expect(numberScale([0, 500], "values").isLog).toBe(false);
  });

  it("hold all their values between their ends, in order", () => {
    for (const values of [[1, 5, 2], [0.001, 3, 0.2], [-4, 0, 9], [7], [0]])
      for (const marks of ["values", "round"] as const) {
        const { share } = numberScale(values, marks);
        const shares = values.toSorted((a, b) => a - b).map(share);
        expect(shares).toEqual(shares.toSorted((a, b) => a - b));
        for (const one of shares) {
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(1);
        }
      }
  });

  it("mark the values of a setting themselves, where they are few", () => {
    const labels = (values: number[]) =>
      numberScale(values, "values").ticks.map(({ label }) => label);
    expect(labels([0.1, 0.16, 0.4])).toEqual(["0.1", "0.16", "0.4"]);
    expect(labels(Array.from({ length: 30 }, (_, i) => i)).length).toBeLessThan(
      12,
    );
  });

  it("put names side by side", () => {
    const { share, ticks } = nameScale(["gd", "adam"], String);
    expect([share("gd"), share("adam")]).toEqual([0.25, 0.75]);
    expect(ticks.map(({ label }) => label)).toEqual(["gd", "adam"]);
  });
});

describe("dots", () => {
  const input = {
    others: [],
    xName: "η",
    xText: String,
    byText: String,
    thresholds: [],
  };

  it("have the mean and the range of repetitions, and leave out those without a value", () => {
    const spots = [
      spot({ value: 1 }),
      spot({ value: 3 }),
      spot({ value: null, diverged: true }),
      spot({ x: 0.2, value: 5 }),
    ];
    const { lines, lanes } = dotPlot({ ...input, spots });
    expect(lines).toHaveLength(1);
    expect(lines[0].points).toEqual([
      { x: 0.1, mean: 2, low: 1, high: 3, count: 2 },
      { x: 0.2, mean: 5, low: 5, high: 5, count: 1 },
    ]);
    expect(lanes).toEqual(["diverged"]);
    expect(meanOf([spots[2]])).toBeNull();
  });

  it("show every run: one without a value in a lane with its reason", () => {
    const spots = [
      spot({ value: 1 }),
      spot({ x: 0.2, value: null }),
      spot({ x: 0.4, value: null, diverged: true }),
    ];
    const text = svg(dotPicture(dotPlot({ ...input, spots })));
    expect(words(text)).toEqual(
      expect.arrayContaining(["none", "diverged", "η", "0.1", "0.2", "0.4"]),
    );
    // A filled disc, a hollow one and a cross.
    expect(text.match(/fill="colour-series-0"/g)).toHaveLength(1);
    expect(text.match(/fill="colour-paper"/g)).toHaveLength(1);
  });

  it("name the lines of a second setting at their ends, in colours of the ramp and dashes", () => {
    const spots = [10, 20, 40].flatMap((by) =>
      [0.1, 0.2].map((x) => spot({ x, by, line: String(by), value: by * x })),
    );
    const plot = dotPlot({ ...input, spots });
    expect(plot.lines.map(({ tone }) => tone)).toEqual([
      { share: 0 },
      { share: 0.5 },
      { share: 1 },
    ]);
    const text = svg(dotPicture(plot));
    expect(words(text)).toEqual(expect.arrayContaining(["10", "20", "40"]));
    for (const dash of dashes.slice(1, 3))
      expect(text).toContain(`stroke-dasharray="${dash.join(" ")}"`);
  });

  it("draw the threshold with its name, and do not let one far away press them flat", () => {
    const spots = [spot({ x: 0.1, value: 6 }), spot({ x: 0.4, value: 5 })];
    const points = [
      { x: 0.1, y: 20 },
      { x: 0.4, y: 5 },
    ];
    const plot = dotPlot({
      ...input,
      spots,
      thresholds: [{ label: "2/η", points }],
    });
    expect(plot.y.share(6)).toBeGreaterThan(0.5);
    expect(words(svg(dotPicture(plot)))).toContain("2/η");
  });

  it("are read by the pointer and by arrows", () => {
    const spots = [
      spot({ x: 0.1, value: 1 }),
      spot({ x: 0.1, value: 2 }),
      spot({ x: 0.4, value: null }),
    ];
    const plot = dotPlot({ ...input, spots });
    const picture = dotPicture(plot);
    expect(picture.near({ x: 300, y: 290 }, size)).toBeNull();
    // Wherever a run is drawn, the pointer finds it.
    const found = new Set<number | null>();
    for (let x = 0; x < size.width; x += 4)
      for (let y = 0; y < size.height; y += 4)
        found.add(picture.near({ x, y }, size));
    expect([...found].sort()).toEqual([0, 1, 2, null]);
    expect(picture.move(0, "ArrowUp")).toBe(1);
    expect(picture.move(1, "ArrowUp")).toBe(1);
    expect(picture.move(1, "ArrowRight")).toBe(2);
    expect(picture.move(2, "ArrowRight")).toBe(2);
    expect(picture.runs(2)).toEqual([spots[2].id]);
  });
});

describe("a heat map", () => {
  const spots = [
    spot({ x: 0.1, by: 10, value: 1 }),
    spot({ x: 0.1, by: 10, value: 3 }),
    spot({ x: 0.2, by: 10, value: 5 }),
    spot({ x: 0.1, by: 20, value: null, diverged: true }),
    spot({ x: 0.4, by: 20, value: null }),
  ];
  const map = heatMap(spots, ["η", "units"], [String, String], (value) =>
    value.toFixed(1),
  );

  it("has a cell for each pair, coloured by its mean", () => {
    expect([map.columns, map.rows, map.cells.length]).toEqual([3, 2, 6]);
    expect(map.cells.map(({ mean }) => mean?.mean)).toEqual([
      2,
      5,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect([map.tone(2), map.tone(5)]).toEqual([0, 1]);
  });

  it("tells missing cells, diverged ones and ones without a value apart", () => {
    const text = svg(heatPicture(map));
    expect(words(text)).toEqual(expect.arrayContaining(["2.0", "5.0", "none"]));
    // Two pairs that nobody ran.
    expect(words(text).filter((word) => word === "–")).toHaveLength(2);
    expect(text.match(/stroke="colour-threshold"/g)).toHaveLength(1);
    expect(text).toContain('fill="colour-ramp-0"');
  });

  it("is read by the pointer and by arrows", () => {
    const picture = heatPicture(map);
    expect(picture.near({ x: 80, y: 250 }, size)).toBe(0);
    expect(picture.near({ x: 80, y: 40 }, size)).toBe(3);
    expect(picture.near({ x: 5, y: 5 }, size)).toBeNull();
    expect(picture.move(0, "ArrowUp")).toBe(3);
    expect(picture.move(0, "ArrowRight")).toBe(1);
    expect(picture.move(0, "ArrowDown")).toBe(0);
    expect(picture.runs(0)).toEqual([spots[0].id, spots[1].id]);
    expect(picture.runs(2)).toEqual([]);
  });

  it("has one colour where all means are the same", () => {
    const flat = heatMap(
      [spot({ x: 1, by: 1 }), spot({ x: 2, by: 1 })],
      ["x", "y"],
      [String, String],
      String,
    );
    expect(flat.tone(1)).toBe(0.5);
  });
});

describe("parallel axes", () => {
  const model = parallel(
    [7, 8, 9],
    [
      { name: "step size", values: [0.1, 0.2, 0.4], text: String },
      { name: "optimiser", values: ["gd", "adam", "gd"], text: String },
      { name: "Final loss", values: [1, 2, null], text: String },
    ],
  );

  it("have an axis for each setting and result, and colour by the last", () => {
    expect(model.tones).toEqual([0, 1, null]);
    const text = svg(parallelPicture(model));
    expect(words(text)).toEqual(
      expect.arrayContaining([
        "step size",
        "optimiser",
        "Final loss",
        "gd",
        "adam",
        "none",
      ]),
    );
    expect(text.match(/stroke="colour-ramp-0"/g)).toHaveLength(1);
    expect(text.match(/stroke="colour-ramp-31"/g)).toHaveLength(1);
  });

  it("are read run by run", () => {
    const picture = parallelPicture(model);
    expect(picture.move(0, "ArrowRight")).toBe(1);
    expect(picture.move(2, "ArrowDown")).toBe(2);
    expect(picture.runs(2)).toEqual([9]);
    const found = new Set<number | null>();
    for (let y = 0; y < size.height; y += 2)
      found.add(picture.near({ x: 70, y }, size));
    expect([...found].sort()).toEqual([0, 1, 2, null]);
  });
});
