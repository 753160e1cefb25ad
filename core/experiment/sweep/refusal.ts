import { LabFailure } from "../../errors";

/** What is wrong with a sweep. @param path of the setting, or of the part of the sweep */
export function refusal(path: string, message: string): LabFailure {
  return new LabFailure({
    code: "bad-experiment",
    message,
    fields: [{ path, message }],
  });
}
