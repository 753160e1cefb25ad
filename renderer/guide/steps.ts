import type { RunRow } from "../../core/contract/api";
import { count, plain, quantity } from "../lib/format";
import { stepSizeText, thresholdText } from "../lib/threshold";

export interface GuideStep {
  title: string;
  text: string;
}

/** How to read a run, in an order to go through, with the numbers of the run itself. */
export function guideSteps(run: RunRow): GuideStep[] {
  const { spec, summary, threshold } = run;
  const { crossingStep, finalLoss, hover, initialLoss, initialSharpness } =
    summary;
  const line = thresholdText(run);
  const eta = stepSizeText(spec.optimizer, 4);
  return [
    {
      title: "The loss falls",
      text: `The upper chart is the training loss, on a logarithmic axis${
        initialLoss === null || finalLoss === null
          ? "."
          : `: ${quantity(initialLoss)} at the start, ${quantity(finalLoss)} now.`
      } At first it falls in every single step, as the textbook says.`,
    },
    {
      title: "Sharpness climbs",
      text: `The lower chart is the sharpness S, the largest curvature of the loss: the top eigenvalue of its Hessian. Nothing asks for it, yet descent drives it up${
        initialSharpness === null
          ? ""
          : ` from ${quantity(initialSharpness)} towards the dashed line, ${line}`
      }. This is progressive sharpening.`,
    },
    {
      title: "The crossing",
      text: `With step size η = ${eta}, descent on a fixed parabola is stable only while its curvature is below ${plain(threshold, 4)}. ${
        crossingStep === null
          ? "A flag will mark the step at which sharpness gets there."
          : `Sharpness gets there at step ${count(crossingStep)}; the flag marks it.`
      } By the textbook, descent should fly apart from here on.`,
    },
    {
      title: "Self-stabilisation",
      text: `It does not. The steps begin to swing along the sharpest direction, farther each time; the swing itself pushes the sharpness back below the line, dies away, and the climb begins again. The loss jumps meanwhile, and falls over longer times.${
        hover === null
          ? ""
          : ` Since the crossing, sharpness was on average ${quantity(hover)} times the threshold.`
      }`,
    },
    {
      title: "Change one thing",
      text: `Clone this run, change the step size η, and start it: the line moves, and sharpness finds it again. Then select both runs in the archive and compare them.`,
    },
  ];
}
