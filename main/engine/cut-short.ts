import { LabFailure } from "../../core/errors";

/** The end of an answer that somebody waits for: a run or another question comes first. */
export function cutShort(): LabFailure {
  return new LabFailure({
    code: "busy",
    message: "This was cut short: the engine has something else to do.",
    hint: "Ask again when it is idle.",
  });
}
