import {
  chebyshevNetwork,
  mnist,
  preset,
  sharpnessEvery,
  type PresetGroup,
} from "./definition";
import { backProp, catapult, edgeOfStability, warmup } from "./papers";

/** Step sizes that are too large, and such that change. */
export const steps: PresetGroup = {
  title: "Large steps and schedules",
  presets: [
    preset({
      id: "product",
      title: "½(xy − 1)², too sharp a start",
      sentence:
        "Two variables, started where sharpness is 9 and 2/η only 6.67: the loss rises 36-fold in four steps, and the run lands in a flatter minimum of sharpness 2.97.",
      seen: "A catapult: the loss goes up before it goes down, and sharpness ends below 2/η.",
      paper: catapult,
      input: {
        model: { kind: "landscape", name: "product", start: [3, 0.2] },
        optimizer: { kind: "gd", stepSize: 0.3 },
        steps: 30,
        measure: sharpnessEvery(1),
      },
    }),
    preset({
      id: "quadratic",
      title: "Quadratic past its threshold",
      sentence:
        "A parabola has the same curvature everywhere, so nothing stabilises the run: with λ = 10 against 2/η = 9.9 the steep direction grows by 2 % a step until the run diverges at step 524.",
      seen: "A constant sharpness just above the line, and a loss that first falls along the other direction and then grows without end.",
      paper: backProp,
      input: {
        model: {
          kind: "landscape",
          name: "quadratic",
          matrix: [
            [10, 0],
            [0, 1],
          ],
          start: [0.01, 1],
        },
        optimizer: { kind: "gd", stepSize: 0.202 },
        steps: 1000,
        measure: sharpnessEvery(1),
      },
    }),
    preset({
      id: "warm-up",
      title: "Warm-up that tames the start",
      sentence:
        "With η = 0.2 from the start this network diverges within ten steps, because its sharpness is 37 and 2/η only 10; a warm-up over 200 steps lowers the threshold slowly, and sharpness is pushed down along it.",
      seen: "Sharpness meets the falling threshold near step 50 and follows it down to about 11, and the run continues with a step size that it could not have started with.",
      paper: warmup,
      input: {
        ...mnist(1000, 100),
        optimizer: {
          kind: "gd",
          stepSize: { peak: 0.2, warmup: { steps: 200, from: 0.1 } },
        },
        steps: 400,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "cosine-decay",
      title: "Cosine decay and the rising threshold",
      sentence:
        "The step size falls by half along a cosine, so the threshold 2/η rises from 10 to 20, and sharpness follows it.",
      seen: "Sharpness reaches the threshold near step 1,040 and then follows the dashed curve upwards, to 20 at the end.",
      paper: edgeOfStability,
      input: {
        ...chebyshevNetwork,
        optimizer: {
          kind: "gd",
          stepSize: { peak: 0.2, decay: { kind: "cosine", to: 0.5 } },
        },
        steps: 8000,
        measure: sharpnessEvery(10),
      },
    }),
  ],
};
