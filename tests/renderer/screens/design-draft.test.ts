import type { DataSpec } from "../../../core/data/spec";
import { describe, expect, it } from "vitest";
import { optimizers } from "../../../core/optimizers";
import type { FieldError } from "../../../core/errors";
import { sources } from "../../../core/data";
import { dataSchema, hasClasses } from "../../../core/data/spec";
import { inits } from "../../../core/layers/init";
import { presetOf, presets } from "../../../core/experiment/presets";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { landscapes } from "../../../core/landscapes";
import { losses } from "../../../core/losses";
import { validateExperiment } from "../../../core/experiment/validate";
import { describeModel } from "../../../core/experiment/describe";
import { withInner } from "../../../core/layers/network";
import type { LayerSpec } from "../../../core/layers/spec";
import {
  firstLayer,
  fitted,
  moved,
  movedIn,
  movedOut,
  withLandscape,
  withLayers,
  withListOf,
  withLoss,
  withModelKind,
  withOptimizer,
  withScheme,
  withSource,
} from "../../../renderer/screens/design/change";
import {
  parseNumber,
  read,
  write,
  type Kind,
} from "../../../renderer/screens/design/entry";
import { factLines, flow } from "../../../renderer/screens/design/facts";
import { labelOf } from "../../../renderer/screens/design/labels";
import { mend } from "../../../renderer/screens/design/mend";
import { valueAt, withValue } from "../../../core/experiment/path";
import { paint } from "../../../renderer/pictures/pixels";
import { preview } from "../../../renderer/screens/design/preview";

const mnist = presets[0].spec;
const chebyshev = presetOf("chebyshev").spec;
const refusedPaths = (spec: ExperimentSpec) => {
  const validation = validateExperiment(spec);
  return validation.ok ? [] : validation.fields.map(({ path }) => path);
};

describe("values by path", () => {
  it("are replaced in a copy that shares the rest", () => {
    const changed = withValue(mnist, "model.layers[2].units", 7);
    expect(valueAt(changed, "model.layers[2].units")).toBe(7);
    expect(valueAt(mnist, "model.layers[2].units")).toBe(200);
    expect(changed.data).toBe(mnist.data);
  });

  it("are left out where they are undefined", () => {
    const set = withValue(mnist, "lossTarget", 0.1);
    expect(withValue(set, "lossTarget", undefined)).toEqual(mnist);
  });
});

describe("what is typed", () => {
  it.each<[Kind, string, unknown]>([
    ["number", "2e-2", 0.02],
    ["optional", " ", undefined],
    ["text", " Two words ", " Two words "],
    ["count", "All", "all"],
    ["count", "3", 3],
    ["column", "4", 4],
    ["column", "height", "height"],
    ["column", "", undefined],
    ["column", "height, 4", ["height", 4]],
    ["columns", "height", ["height"]],
    ["columns", ' 3, "a, b",, "2019" ', [3, "a, b", "2019"]],
    ["columns", " ", undefined],
    ["list", "[1.7, 0.3]", [1.7, 0.3]],
    [
      "matrix",
      "2 0\n0, 1",
      [
        [2, 0],
        [0, 1],
      ],
    ],
    ["start", "x = 1, y=-2", { x: 1, y: -2 }],
    ["start", "x", { x: NaN }],
  ])("as %s, %j is read", (kind, text, value) => {
    expect(read(kind, text)).toEqual(value);
  });

  it.each<[Kind, unknown]>([
    ["number", 0.1 + 0.2],
    ["list", [1, -0.5]],
    ["column", "2019"],
    ["column", ["height", 4]],
    ["columns", ["a, b", 'the "target"', "2019", 7, " x"]],
    ["matrix", [[1, 2, 3], [4]]],
    ["start", { x: 1, y: 1e-9 }],
  ])("as %s is read as it is written", (kind, value) => {
    expect(read(kind, write(kind, value))).toEqual(value);
  });
});

describe("parseNumber", () => {
  it.each([
    ["0.05", 0.05],
    [" 5e-2 ", 0.05],
    ["5,000", 5000],
    ["1 000 000", 1_000_000],
    ["−3", -3],
    ["0,05", NaN],
    ["1,00", NaN],
    ["0x10", NaN],
    ["Infinity", NaN],
    ["", NaN],
  ])("reads %j as %s", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
});

describe("mends", () => {
  const mended = (path: string, text: string, base = mnist) => {
    const kind: Kind =
      path === "name" ? "text" : path.endsWith(".k") ? "count" : "number";
    const spec = withValue(base, path, read(kind, text));
    const validation = validateExperiment(spec);
    if (validation.ok) throw new Error("It was accepted.");
    const error = validation.fields.find((field) => field.path === path);
    const way = mend(spec, error as FieldError, text, base);
    expect(way && refusedPaths(way.spec)).toEqual([]);
    return way && valueAt(way.spec, path);
  };

  it.each<[string, string, string | number]>([
    ["data.samples", "70000", 60000],
    ["data.samples", "0", 1],
    ["data.samples", "12.4", 12],
    ["data.samples", "many", 5000],
    ["optimizer.stepSize", "0,05", 0.05],
    ["optimizer.stepSize", "1/20", 0.05],
    ["optimizer.stepSize", "-0.1", 0.1],
    ["optimizer.stepSize", "5000", 1000],
    ["optimizer.stepSize", "", 0.05],
    ["steps", "", 500],
    ["measure.sharpness.every", "0", 1],
    ["measure.sharpness.k", "21", 20],
    ["name", "   ", "MNIST-5k tanh"],
    ["name", "x".repeat(121), "x".repeat(120)],
    ["model.layers[0].units", "20001", 20000],
    ["model.layers[4].units", "9", 10],
  ])("%s %j by %j", (path, text, value) => {
    expect(mended(path, text)).toBe(value);
  });

  it("a loss that the data do not allow by one that they do", () => {
    const spec = { ...chebyshev, loss: "cross-entropy" as const };
    const [path] = refusedPaths(spec);
    expect(path).toBe("loss");
    const validation = validateExperiment(spec);
    if (validation.ok) throw new Error("It was accepted.");
    const way = mend(spec, validation.fields[0], undefined, chebyshev);
    expect(way?.label).toBe("Use mse");
    expect(way?.spec.loss).toBe("mse");
  });

  it("a layer that does not fit by taking it away, a missing output by adding it", () => {
    const conv = withValue(chebyshev, "model.layers[1]", {
      type: "pool",
      kind: "max",
      size: 2,
    });
    const one = validateExperiment(conv);
    if (one.ok) throw new Error("It was accepted.");
    const shorter = mend(conv, one.fields[0], undefined, chebyshev);
    expect(shorter?.label).toBe("Take it away");
    expect(shorter && refusedPaths(shorter.spec)).toEqual([]);
  });
});

describe("choices", () => {
  it.each(sources.flatMap(({ name, files }) => (files ? [] : [name])))(
    "%s as the data make a valid experiment of the network there is",
    (source) => {
      expect(refusedPaths(withSource(mnist, source))).toEqual([]);
    },
  );

  it.each(["csv", "idx", "cifar10", "npz", "npy"] as const)(
    "%s asks for its files and nothing else",
    (source) => {
      for (const path of refusedPaths(withSource(mnist, source)))
        expect(path).toMatch(/^data\.(path|images|labels|inputs|targets)$/);
    },
  );

  it.each(landscapes)("the landscape $name is valid as met", ({ name }) => {
    const spec = withLandscape(withModelKind(mnist, "landscape"), name);
    expect(refusedPaths(spec)).toEqual([]);
    expect(refusedPaths(withModelKind(spec, "network"))).toEqual([]);
  });

  it.each(optimizers)("$name keeps the step size", ({ name: kind }) => {
    const { optimizer } = withOptimizer(mnist, kind);
    expect(optimizer).toMatchObject({ kind, stepSize: 0.05 });
    expect(refusedPaths({ ...mnist, optimizer })).toEqual([]);
  });

  it.each(
    inits
      .filter(({ schema }) => "seed" in schema.shape)
      .map(({ name }) => name),
  )("%s keeps the seed", (scheme) => {
    const seeded = withValue(mnist, "model.init.seed", 7);
    const spec = withScheme(seeded, scheme);
    expect(valueAt(spec, "model.init")).toMatchObject({ scheme, seed: 7 });
    expect(refusedPaths(spec)).toEqual([]);
  });

  it.each(losses)(
    "$name on two clouds brings its own output",
    ({ name: loss }) => {
      expect(
        refusedPaths(withLoss(withSource(mnist, "gaussian"), loss)),
      ).toEqual([]);
    },
  );

  it("move a layer from one place to another", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  });
});

describe("flow", () => {
  it("follows a sample and counts parameters", () => {
    const { shapes, parameters } = flow(
      [
        {
          type: "conv2d",
          filters: 4,
          kernel: 3,
          padding: "valid",
          stride: 1,
          bias: true,
        },
        { type: "pool", kind: "max", size: 2 },
        { type: "dense", units: 10, bias: false },
      ],
      [28, 28, 1],
    );
    expect(shapes).toEqual([[26, 26, 4], [13, 13, 4], [10]]);
    expect(parameters).toEqual([40, 0, 6760]);
  });

  it("ends at the first layer that does not fit", () => {
    const { shapes } = flow(
      [
        { type: "pool", kind: "max", size: 2 },
        { type: "dense", units: 1, bias: true },
      ],
      [3],
    );
    expect(shapes).toEqual([null, null]);
  });
});

describe("factLines", () => {
  const what = (spec: typeof mnist, term: string, tensorflow = true) =>
    factLines(spec, tensorflow).find((part) => part.term === term)?.what;

  it("counts the parameters", () => {
    expect(what(mnist, "Parameters")).toBe("199,210");
    expect(what(chebyshev, "Parameters")).toBe("61");
  });

  it("says before the run what an analysis of it leaves out", () => {
    expect(what(chebyshev, "Theory")).toBeUndefined();
    const adam = presetOf("mnist-1k-adam").spec;
    expect(what(adam, "Theory")).toContain("cannot be analysed");
    const relu = presetOf("mnist-5k-relu").spec;
    expect(what(relu, "Theory")).toMatch(
      /relu is piecewise linear.*leaves out/,
    );
    expect(what(relu, "Caution")).toBeUndefined();
  });

  it("says what will compute it", () => {
    expect(what(mnist, "Precision")).toContain("TensorFlow");
    expect(what(mnist, "Precision", false)).toContain("float64");
    expect(what(chebyshev, "Precision")).toContain("float64");
  });
});

describe("preview", () => {
  it("draws the cubic: down, up, down seen from its right end", () => {
    const points = preview({ source: "chebyshev", degree: 3, samples: 5 });
    // T₃ at −1, −½, 0, ½, 1 is −1, 1, 0, −1, 1, exactly.
    expect(points?.map(({ y }) => y)).toEqual([0, 1, 0.5, 0, 1]);
    expect(points?.map(({ x }) => x)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it("tells classes apart and stays small", () => {
    const { data } = withSource(mnist, "spirals");
    const points = data && preview(data);
    expect(points?.length).toBeLessThanOrEqual(200);
    expect(new Set(points?.map(({ group }) => group))).toEqual(new Set([0, 1]));
  });

  it("shows the labels that are drawn anew in the whole of the samples", () => {
    const { data } = withSource(mnist, "spirals");
    if (!data) throw new Error("There are no data.");
    const noisy = { ...data, labelNoise: { share: 0.5, seed: 0 } } as DataSpec;
    const [plain, points] = [preview(data), preview(noisy)];
    expect(points?.map(({ x }) => x)).toHaveLength(160);
    const changed = points?.filter(
      ({ group }, i) => group !== plain?.[i].group,
    );
    // Half of 160 are drawn anew, and half of these are of the other class: 40 ± 5.5.
    expect(changed?.length).toBeGreaterThan(18);
    expect(changed?.length).toBeLessThan(62);
  });

  it("has nothing to draw of a file", () => {
    expect(preview({ source: "mnist", samples: 10 })).toBeNull();
  });
});

describe("paint", () => {
  it("goes from black to white over what is there, in grey or in colours", () => {
    expect([...paint([-1, 0, 1], 1)]).toEqual([
      0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255,
    ]);
    expect([...paint([0, 1, 2, 2, 2, 0], 3)]).toEqual([
      0, 128, 255, 255, 255, 255, 0, 255,
    ]);
    // An image of one colour is black, not broken.
    expect([...paint([5, 5], 1)].slice(0, 4)).toEqual([0, 0, 0, 255]);
  });
});

describe("data in the experiment itself", () => {
  it.each<[string, unknown]>([
    ["1\n2", [[1], [2]]],
    [
      "1 2; 3 4",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["cat\n dog ", ["cat", "dog"]],
    ["cat\n2", [[NaN], [2]]],
    ["", []],
  ])("targets %j", (text, value) => {
    expect(read("targets", text)).toEqual(value);
  });

  it.each<[unknown, string]>([
    [
      [
        [1, 2],
        [3, 4],
      ],
      "1  2\n3  4",
    ],
    [[1, 2], "1\n2"],
    [["cat", "dog"], "cat\ndog"],
  ])("targets are written as they are read: %j", (value, text) => {
    expect(write("targets", value)).toBe(text);
  });

  it("is drawn by two inputs where there are classes, and not where it is images", () => {
    const data = { source: "inline" } as const;
    const y = ["a", "b"];
    const points = preview({
      ...data,
      x: [
        [0, 5],
        [1, 7],
      ],
      y,
    });
    expect(points).toEqual([
      { x: 0, y: 0, group: 0 },
      { x: 1, y: 1, group: 1 },
    ]);
    expect(preview({ ...data, x: [[[1]], [[2]]], y })).toBeNull();
  });
});

it("a stratified split is offered where the targets are classes", () => {
  const classes = (input: object) => hasClasses(dataSchema.parse(input));
  const path = "a.csv";
  expect(classes({ source: "csv", path, targetKind: "class" })).toBe(true);
  expect(classes({ source: "csv", path })).toBe(false);
  expect(classes({ source: "idx", images: "i", labels: "l" })).toBe(true);
  expect(classes({ source: "mnist" })).toBe(true);
  expect(classes({ source: "inline", x: [[1]], y: [1] })).toBe(false);
  expect(classes({ source: "inline", x: [[1]], y: ["a"] })).toBe(true);
});

it("each field of the measurements has a label, also where it is left out", () => {
  for (const path of [
    "measure.sharpness.upTo",
    "measure.sharpness.trace",
    "measure.test.every",
    "lossTarget",
    "precision",
    "divergence.loss",
    "divergence.parameters",
  ])
    expect(labelOf(path, mnist)).toMatch(/^\p{Lu}[^.]+$/u);
  expect(labelOf("divergence.loss", mnist)).toBe(
    "Divergence limit of the loss",
  );
});

describe("layers inside others", () => {
  const layer = (units: number): LayerSpec => ({
    type: "dense",
    units,
    bias: true,
  });
  const outer = (...layers: LayerSpec[]) =>
    withInner(firstLayer("residual"), layers);
  const start = withLayers(mnist, () => [
    layer(1),
    outer(layer(2), layer(3)),
    layer(4),
  ]);
  const shown = ({ model }: ExperimentSpec) =>
    model.kind === "network" && describeModel(model);

  it("are changed in their own list", () => {
    const changed = withListOf(start, [1, 0], (all) => moved(all, 0, 1));
    expect(shown(changed)).toBe("1 – residual (3 – 2) – 4");
    expect(shown(withListOf(start, [0], (all) => moved(all, 0, 2)))).toBe(
      "residual (2 – 3) – 4 – 1",
    );
  });

  it("are moved in and out", () => {
    expect(shown(movedIn(start, 2))).toBe("1 – residual (2 – 3 – 4)");
    expect(shown(movedOut(start, 1, 0))).toBe("1 – residual (3) – 2 – 4");
  });

  it("go with the last of them", () => {
    const one = withLayers(start, () => [layer(1), outer(layer(2)), layer(4)]);
    expect(shown(withListOf(one, [1, 0], () => []))).toBe("1 – 4");
    expect(shown(movedOut(one, 1, 0))).toBe("1 – 2 – 4");
  });

  it("are named by both places", () => {
    expect(labelOf("model.layers[1].layers[0].units", start)).toBe(
      "Units of layer 2.1",
    );
    expect(labelOf("model.layers[1].layers", start)).toBe(
      "Inner layers of layer 2",
    );
    expect(labelOf("model.layers", start)).toBe("Layers");
  });

  it("fit the data with their outputs at each position, and their vocabulary", () => {
    const tokens = withLayers(mnist, () => [
      firstLayer("embedding"),
      outer(firstLayer("attention")),
      layer(3),
    ]);
    const shape = {
      inputShape: [5],
      targetWidth: 20,
      classes: 4,
      targetPositions: 5,
      vocabulary: 4,
      isPadded: true,
    };
    const { model } = fitted(tokens, shape);
    expect(model).toMatchObject({
      layers: [{ vocabulary: 4, padding: true }, {}, { units: 4 }],
    });
  });
});
