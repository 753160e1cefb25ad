import { z } from "zod";
import { between, flag, limits, whole } from "../schema/fields";

/** What to lay beside a run of gradient descent once it is over. */
export const selfStabilizationSchema = z.strictObject(
  {
    /** Where the constrained trajectory begins. */
    from: z
      .union(
        [z.literal("crossing"), whole("From", 0, limits.steps.max)],
        `From must be "crossing" or a step from 0 on.`,
      )
      .default("crossing"),
    /** Steps from there on. */
    steps: whole("Steps", 1, limits.analysisSteps.max).default(240),
    /** x₀ = kick·δ along the top eigenvector; 0 leaves the run as it was. */
    kick: between("Kick", 0, 10).default(0),
    /** Gradient flow and central flow besides; they take most of the time. */
    flows: flag("Flows").default(true),
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
