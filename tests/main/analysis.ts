import { chebyshev } from "../../core/data/chebyshev";
import { analyse } from "../../core/theory/analysis";
import { finish, float64, goldenProblem } from "../core/support";

/** An analysis of a run of 20 steps that crosses the edge at step 3. */
export function analysis() {
  return finish(
    analyse({
      ...goldenProblem(float64(), chebyshev(3, 20)),
      stepSize: 0.2,
      precision: "float64",
      crossing: 3,
      from: null,
      runSteps: 20,
      steps: 10,
      kick: 0,
      kinks: null,
      flows: false,
      onProgress: () => undefined,
    }),
  );
}
