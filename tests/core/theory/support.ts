import { chebyshev } from "../../../core/data/chebyshev";
import { analyse, type Analysis } from "../../../core/theory/analysis";
import { finish, float64, goldenProblem } from "../support";

/** The analysis of the golden run, η = 0.2, from its crossing over 240 steps with a kick of ½δ. */
export function goldenAnalysis(
  onProgress: (share: number) => void = () => undefined,
): Analysis {
  return finish(
    analyse({
      ...goldenProblem(float64(), chebyshev(3, 20)),
      stepSize: 0.2,
      precision: "float64",
      crossing: 991,
      from: null,
      runSteps: 4000,
      steps: 240,
      kick: 0.5,
      kinks: null,
      flows: true,
      onProgress,
    }),
  );
}
