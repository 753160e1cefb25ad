import { describe, expect, it } from "vitest";
import { sharpnessReadings } from "../../../renderer/pictures/readings";
import { spoken } from "../../../renderer/plot/readout";

describe("sharpnessReadings", () => {
  it("relates sharpness to the threshold", () => {
    expect(
      spoken(
        sharpnessReadings(
          10,
          { lambda1: 39, residual1: 0.001 },
          40,
          1,
          "S ÷ (2/η)",
        ),
      ),
    ).toBe("step 10, S 39.000, S ÷ (2/η) 0.975, residual 0.0010");
  });

  it("warns of a measurement that did not converge", () => {
    const readings = sharpnessReadings(
      10,
      { lambda1: 39, lambda2: 21, residual1: 0.3, converged: 0 },
      40,
      2,
      "S ÷ (2/η)",
    );
    expect(readings.filter(({ warning }) => warning)).toEqual([
      { label: "not converged, residual", value: "0.30", warning: true },
    ]);
    expect(readings.some(({ label }) => label.includes("λ_2"))).toBe(true);
  });
});
