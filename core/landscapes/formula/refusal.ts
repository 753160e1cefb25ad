import { LabFailure } from "../../errors";

/** Why a formula cannot be used, as the refused field `model.formula`. */
export function refusal(message: string, suggestion: string): LabFailure {
  return new LabFailure({
    code: "bad-experiment",
    message,
    hint: suggestion,
    fields: [{ path: "model.formula", message, suggestion }],
  });
}
