import { expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { SharpnessTracker } from "../../../core/spectrum/sharpness";
import { edgePoint } from "../../../core/theory/edge-point";
import { alongTop } from "../../../core/views/along-top";
import { finish, float64, goldenProblem } from "../support";

test("α and β along the top eigenvector are those of the theory", () => {
  const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
  const line = finish(alongTop(objective, theta, "float64"));
  // The golden run at step 0, by another program.
  expect(line.alpha).toBeCloseTo(-0.181401706, 8);
  const at = objective.linearize(theta);
  const tracker = new SharpnessTracker(1, "float64", 0);
  const edge = finish(edgePoint(at, tracker, theta, 2 ** -53));
  at.dispose();
  expect(line.alpha).toBeCloseTo(edge?.alpha ?? NaN, 10);
  expect(line.beta).toBeCloseTo(edge?.beta ?? NaN, 10);
});
