import { z } from "zod";
import type { ExperimentSpec } from "../experiment/spec";
import { validateExperiment } from "../experiment/validate";
import type { Fork } from "../run/fork";
import { kernelMakers } from "../run/kernels";

const step = z.int().min(0);

const experiment = z.unknown().transform((value, context): ExperimentSpec => {
  const validation = validateExperiment(value);
  if (validation.ok) return validation.spec;
  const [{ path, message }] = validation.fields;
  context.addIssue(path ? `${path}: ${message}` : message);
  return z.NEVER;
});

/** What a fork says of the runs before it. */
export const forkSchema = z
  .strictObject({
    step,
    parent: z.strictObject({
      name: z.string().min(1).max(120),
      createdAt: z.int(),
      spec: experiment,
    }),
    earlier: z
      .array(z.strictObject({ until: step, spec: experiment }))
      .max(1000),
    precision: z.enum(["float64", "float32"]),
    digest: z.string().max(5000).nullable(),
    weights: z.string().max(5000).exactOptional(),
    kernels: z
      .strictObject({ by: z.enum(kernelMakers), threads: z.int().min(1) })
      .exactOptional(),
  })
  .refine(
    ({ step, earlier }) =>
      [...earlier, { until: step }].every(
        ({ until }, i) => i === 0 || until >= earlier[i - 1].until,
      ),
    "the steps of forks must ascend",
  ) satisfies z.ZodType<Fork>;
