import { describe, expect, it } from "vitest";
import { presets, presetOf } from "../../../core/experiment/presets";
import { expandSweep } from "../../../core/experiment/sweep/expand";
import type { Sweep } from "../../../core/experiment/sweep/spec";
import { variedSettings } from "../../../core/experiment/varied";

const [{ spec: base }] = presets;
const of = (sweep: Sweep) => variedSettings(expandSweep(base, sweep));
const labels = (sweep: Sweep) => of(sweep).map(({ label }) => label);
const eta = "optimizer.stepSize";
const seed = "model.init.seed";

describe("the settings in which runs differ", () => {
  it("are those of the sweep: step sizes first and seeds last", () => {
    const varied = of({
      vary: {
        [seed]: [0, 1],
        "model.layers[0].units": [5, 6],
        [eta]: [0.1, 0.2],
      },
    });
    expect(
      varied.map(({ label, symbol, isSeed, isNumber }) => [
        label,
        symbol,
        isSeed,
        isNumber,
      ]),
    ).toEqual([
      ["step size", "η", false, true],
      ["hidden units of layer 1", undefined, false, true],
      ["seed", undefined, true, true],
    ]);
    expect(varied[1].values).toEqual([5, 5, 6, 6, 5, 5, 6, 6]);
  });

  it("are none of the same experiment under other names, or with an analysis", () => {
    expect(
      variedSettings([
        base,
        { ...base, name: "Other", analysis: { selfStabilization: undefined } },
      ]),
    ).toEqual([]);
  });

  it("are one where the same is set in all layers", () => {
    const [units, ...none] = of({ vary: { "model.layers[*].units": [5, 6] } });
    expect(none).toEqual([]);
    expect(units.alongside).toEqual(["hidden units of layer 3"]);
  });

  it("are one for paired lists, and two for random draws", () => {
    const vary = { [eta]: [0.1, 0.2, 0.4], steps: [300, 200, 100] };
    expect(labels({ vary, combine: "zip" })).toEqual(["step size"]);
    expect(labels({ vary })).toEqual(["step size", "steps"]);
    const range = { from: 1, to: 500 };
    expect(
      labels({
        vary: { [eta]: { from: 0.1, to: 1 }, steps: range },
        combine: { random: 12 },
      }),
    ).toEqual(["step size", "steps"]);
  });

  it("are the optimiser and not the fields that only one has", () => {
    const varied = of({ vary: { "optimizer.kind": ["gd", "adam"] } });
    expect(varied.map(({ label }) => label)).toEqual(["optimiser"]);
    expect(varied[0].values.map(varied[0].text)).toEqual([
      "Gradient descent",
      "Adam",
    ]);
  });

  it("include what cannot be swept, such as other data", () => {
    const inline = (x: number[][]) =>
      ({ ...base, data: { ...base.data, x } }) as typeof base;
    const varied = variedSettings([inline([[1]]), inline([[2]])]);
    expect(varied.map(({ path }) => path)).toEqual(["data.x"]);
    const presetsDiffer = variedSettings([
      base,
      presetOf("mnist-1k-adam").spec,
    ]);
    expect(presetsDiffer.length).toBeGreaterThan(2);
  });
});
