import { describe, expect, it } from "vitest";
import { presets } from "../../../core/experiment/presets";
import {
  check,
  fields,
  fieldsOf,
  fixedParts,
  parseNumber,
  valuesOf,
  type FieldKey,
} from "../../../renderer/screens/design/form";

const mnist = presets[0].spec;
const chebyshev = presets[presets.length - 1].spec;
const withValue = (key: FieldKey, text: string, base = mnist) =>
  check(base, { ...valuesOf(base), [key]: text });

describe("fields and experiments", () => {
  it("go back and forth without loss for every preset", () => {
    for (const { spec } of presets)
      expect(check(spec, valuesOf(spec))).toEqual({ ok: true, spec });
  });

  it("hide the seed of a start without chance", () => {
    expect(fieldsOf(mnist)).toContain("seed");
    expect(fieldsOf(chebyshev)).not.toContain("seed");
  });

  it.each<[FieldKey, string, (spec: typeof mnist) => unknown, unknown]>([
    ["name", " Two words ", (spec) => spec.name, "Two words"],
    [
      "samples",
      "1,000",
      (spec) => spec.data && "samples" in spec.data && spec.data.samples,
      1000,
    ],
    ["stepSize", "2e-2", (spec) => spec.optimizer.stepSize, 0.02],
    ["steps", "2000", (spec) => spec.steps, 2000],
    [
      "seed",
      "7",
      (spec) => spec.model.kind === "network" && spec.model.init,
      { scheme: "uniform-fan-in", seed: 7, biasNoise: 0 },
    ],
    ["every", "5", (spec) => spec.measure.sharpness.every, 5],
    ["eigenvalues", "3", (spec) => spec.measure.sharpness.k, 3],
  ])("write %s", (key, text, read, value) => {
    const checked = withValue(key, text);
    expect(checked.ok && read(checked.spec)).toEqual(value);
  });

  it("leave the preset itself alone", () => {
    const before = structuredClone(mnist);
    withValue("stepSize", "0.5");
    expect(mnist).toEqual(before);
  });
});

describe("refusals", () => {
  it.each<[FieldKey, string, string | undefined]>([
    ["samples", "70000", "60000"],
    ["samples", "0", "1"],
    ["samples", "12.4", "12"],
    ["samples", "many", "5000"],
    ["stepSize", "0,05", "0.05"],
    ["stepSize", "1/20", "0.05"],
    ["stepSize", "-0.1", "0.1"],
    ["stepSize", "0", "0.05"],
    ["stepSize", "5000", "1000"],
    ["stepSize", "", "0.05"],
    ["steps", "", "500"],
    ["seed", "-3", "0"],
    ["every", "0", "1"],
    ["eigenvalues", "21", "20"],
    ["name", "   ", "MNIST-5k tanh"],
    ["name", "x".repeat(121), "x".repeat(120)],
  ])(
    "%s %j is refused beside the field and mended with %j",
    (key, text, fix) => {
      const checked = withValue(key, text);
      if (checked.ok) throw new Error("It was accepted.");
      expect(Object.keys(checked.problems)).toEqual([key]);
      const problem = checked.problems[key];
      // One sentence that names the field or what is allowed.
      expect(problem?.message).toMatch(/(must|may).*\.$/);
      expect(problem?.fix).toBe(fix);
      expect(withValue(key, fix ?? "").ok).toBe(true);
    },
  );

  it("name every wrong field at once", () => {
    const checked = check(mnist, {
      ...valuesOf(mnist),
      steps: "x",
      samples: "x",
    });
    expect(!checked.ok && Object.keys(checked.problems).sort()).toEqual([
      "samples",
      "steps",
    ]);
  });

  it("use the limits of the data at hand", () => {
    expect(withValue("samples", "70000", chebyshev).ok).toBe(true);
    const one = withValue("samples", "1", chebyshev);
    expect(!one.ok && one.problems.samples?.fix).toBe("20");
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

describe("fixedParts", () => {
  const what = (spec: typeof mnist, term: string, tensorflow = true) =>
    fixedParts(spec, tensorflow).find((part) => part.term === term)?.what;

  it("counts the parameters", () => {
    expect(what(mnist, "Parameters")).toBe("199,210");
    expect(what(chebyshev, "Parameters")).toBe("61");
  });

  it("says what will compute it", () => {
    expect(what(mnist, "Precision")).toContain("TensorFlow");
    expect(what(mnist, "Precision", false)).toContain("float64");
    expect(what(chebyshev, "Precision")).toContain("float64");
  });

  it("has a label for every field", () => {
    for (const key of fieldsOf(mnist)) expect(fields[key].label).not.toBe("");
  });
});
