import { describe, expect, it } from "vitest";
import { valueAt } from "../../../../core/experiment/path";
import { presets } from "../../../../core/experiment/presets";
import { withSetting } from "../../../../core/experiment/sweep/expand";
import { settingsOf } from "../../../../core/experiment/sweep/settings";
import { validateExperiment } from "../../../../core/experiment/validate";

const [{ spec }] = presets;
const settings = settingsOf(spec);
const at = (path: string) => settings.find((one) => one.path === path);

describe.each(presets.map(({ spec }) => [spec.name, spec] as const))(
  "the settings of %s",
  (_name, spec) => {
    const settings = settingsOf(spec);

    it("stand where they say, and their own values are allowed", () => {
      expect(settings.length).toBeGreaterThan(8);
      expect(new Set(settings.map(({ path }) => path)).size).toBe(
        settings.length,
      );
      for (const setting of settings) {
        const { path, value, schema, shared, label } = setting;
        expect(label).not.toBe("");
        if (value === undefined) continue;
        for (const one of shared ?? [path])
          expect(valueAt(spec, one)).toBe(value);
        expect(schema.safeParse(value).success, path).toBe(true);
        // Setting it to what it is changes nothing.
        const same = validateExperiment(withSetting(spec, setting, value));
        expect(same).toEqual({ ok: true, spec });
      }
    });

    it("have labels that tell them apart", () => {
      const labels = settings.map(({ label }) => label);
      expect(labels.filter((label, i) => labels.indexOf(label) < i)).toEqual(
        [],
      );
    });
  },
);

describe("a setting", () => {
  it("has its words and its limits", () => {
    expect(at("optimizer.stepSize")).toMatchObject({
      label: "Step size η",
      name: "step size",
      symbol: "η",
      number: { isWhole: false, min: 0, max: 1000 },
    });
    expect(at("model.layers[0].units")).toMatchObject({
      label: "Units of layer 1",
      name: "hidden units of layer 1",
      number: { isWhole: true, min: 1, max: 20000 },
    });
    expect(at("measure.sharpness.trace")?.choices).toEqual([
      { value: true, label: "yes" },
      { value: false, label: "no" },
    ]);
    expect(at("measure.sharpness.k")?.choices).toEqual([
      { value: "all", label: "all" },
    ]);
  });

  it("is not the name, the outputs, an analysis left out, nor a kind without another", () => {
    for (const path of [
      "edgeLab",
      "name",
      "model.layers[4].units",
      "analysis.selfStabilization.steps",
      "data.split.seed",
      "model.kind",
    ])
      expect(at(path), path).toBeUndefined();
  });

  it("can be a limit that the file leaves out", () => {
    expect(at("divergence.loss")).toMatchObject({ value: undefined });
    expect(at("lossTarget")).toMatchObject({ value: undefined });
  });
});
