import { describe, expect, it } from "vitest";
import { againWith } from "../../../core/experiment/again";
import { presets } from "../../../core/experiment/presets";
import { validateExperiment } from "../../../core/experiment/validate";

const [{ spec }] = presets;
const sized = (stepSize: number) => ({
  ...spec,
  optimizer: { ...spec.optimizer, stepSize },
});

describe("again with another step size", () => {
  it("is half and double, and only that differs", () => {
    const [half, double] = againWith(spec);
    expect([half.title, double.title]).toEqual([
      "Again with half step size η (0.025)",
      "Again with double step size η (0.1)",
    ]);
    expect(half.spec).toEqual({
      ...sized(0.025),
      name: "MNIST-5k tanh, η = 0.025",
    });
  });

  it("is possible for every preset", () => {
    for (const { spec } of presets)
      for (const again of againWith(spec))
        expect(validateExperiment(again.spec).ok).toBe(true);
  });

  it("takes the place of the step size that the name told", () => {
    const name = "Cheb, η = 0.2, seed 1";
    const [half] = againWith({ ...sized(0.2), name });
    expect(half.spec.name).toBe("Cheb, η = 0.1, seed 1");
    const long = againWith({ ...spec, name: "n".repeat(120) })[0].spec.name;
    expect(long).toHaveLength(120);
    expect(long).toMatch(/n, η = 0.025$/);
  });

  it("leaves out what the limits do not allow", () => {
    expect(againWith(sized(800)).map(({ title }) => title)).toEqual([
      "Again with half step size η (400)",
    ]);
  });
});
