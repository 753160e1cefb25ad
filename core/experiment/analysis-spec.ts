import { z } from "zod";
import { between, flag, limits, whole } from "../schema/fields";
import { named } from "../schema/words";

/** What to lay beside a run of gradient descent once it is over. */
export const selfStabilizationSchema = z.strictObject(
  {
    from: named(
      z.union(
        [z.literal("crossing"), whole("From", 0, limits.steps.max)],
        `From must be "crossing" or a step from 0 on.`,
      ),
      {
        label: "From",
        help: "The step at which the constrained trajectory begins.",
      },
    ).default("crossing"),
    steps: whole(
      { label: "Steps", help: "The number of steps to analyse." },
      1,
      limits.analysisSteps.max,
    ).default(240),
    kick: between(
      {
        label: "Kick",
        help: "Displaces the start by x₀ = kick·δ along the top eigenvector. 0 leaves the run unchanged.",
      },
      0,
      10,
    ).default(0),
    flows: flag({
      label: "Flows",
      help: "Also compute gradient flow and the central flow. They take most of the time.",
    }).default(true),
  },
  { error: "Self-stabilisation must be an object; {} takes the defaults." },
);

export const analysisSchema = z.strictObject(
  { selfStabilization: selfStabilizationSchema.optional() },
  { error: "Analysis must be an object." },
);

/** As a person may say it: what is left out has its default. */
export type SelfStabilizationInput = z.input<typeof selfStabilizationSchema>;
export type SelfStabilizationSpec = z.output<typeof selfStabilizationSchema>;
