import { LabFailure } from "../errors";
import { shown } from "../text/shown";

/** A file that cannot be used. The message names the file and the place, the hint what to do. */
export function badFile(message: string, hint: string): LabFailure {
  return new LabFailure({
    code: "bad-experiment",
    message: shown(message),
    hint,
  });
}

/** A field that does not suit the file it is about. */
export function badField(
  path: string,
  message: string,
  suggestion: string,
): LabFailure {
  return new LabFailure({
    code: "bad-experiment",
    message: `${path}: ${message}`,
    hint: suggestion,
    fields: [{ path, message, suggestion }],
  });
}
