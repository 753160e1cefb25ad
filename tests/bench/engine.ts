/** The parts of the engine that as-built.ts bundles. */
export { chebyshev } from "../../core/data/chebyshev";
export { GradientFlow } from "../../core/optimizers/gradient-flow";
export { SharpnessTracker } from "../../core/spectrum/sharpness";
export { Float64Backend } from "../../core/tensor/float64";
export { CentralFlow } from "../../core/theory/central-flow";
export { addScaled } from "../../core/vector";
export { networkProblem } from "./networks";
export { PlainTracker } from "./plain";
