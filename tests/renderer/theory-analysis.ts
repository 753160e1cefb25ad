import { chebyshev } from "../../core/data/chebyshev";
import { analyse, type Analysis } from "../../core/theory/analysis";
import { finish, float64, goldenProblem } from "../core/support";

let made: Analysis | undefined;

/** A real analysis: the Chebyshev preset from its crossing on, with a kick of ½δ. */
export function analysed(): Analysis {
  return (made ??= finish(
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
      onProgress: () => undefined,
    }),
  ));
}
