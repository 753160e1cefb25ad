import { dataSchema, type DataSpec } from "../data/spec";
import { refusals } from "./refusals";
import { badExperiment } from "./validate";

/**
 * Checks the data of an experiment alone and fills in their defaults.
 * @throws LabFailure `bad-experiment`, its paths from `data` on as in the whole file
 */
export function requireData(input: unknown): DataSpec {
  const parsed = dataSchema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues
    .flatMap((issue) => refusals(issue, dataSchema, input))
    .map((field) => ({
      ...field,
      path: field.path ? `data.${field.path}` : "data",
    }));
  throw badExperiment(fields);
}
