/** What went wrong, in words a person can act on. Crosses processes as plain data. */
export interface LabError {
  code: LabErrorCode;
  /** One sentence: what is wrong. */
  message: string;
  /** One sentence: what to do about it. */
  hint?: string;
  /** The fields of an experiment that were refused, when code is `bad-experiment`. */
  fields?: FieldError[];
}

export type LabErrorCode =
  | "bad-experiment"
  | "bad-request"
  | "not-found"
  | "busy"
  | "stopped"
  | "engine"
  | "archive"
  | "archive-too-new"
  /** What can be read of it can be recovered. */
  | "archive-damaged"
  /** There is no file, but there are backups of one. */
  | "archive-missing"
  | "file"
  | "unexpected";

/** One refused field of an experiment. */
export interface FieldError {
  /** Dotted path, e.g. `optimizer.stepSize` or `model.layers[2].units`. */
  path: string;
  /** What is wrong and what is allowed, e.g. "Step size must be greater than 0." */
  message: string;
  /** A value or a name that would be accepted, when there is an obvious one. */
  suggestion?: string;
}

/** A LabError that can be thrown. */
export class LabFailure extends Error {
  readonly error: LabError;

  constructor(error: LabError) {
    super(error.hint ? `${error.message} ${error.hint}` : error.message);
    this.name = "LabFailure";
    this.error = error;
  }
}

/** Turns anything thrown into a LabError, keeping the words of a LabFailure. */
export function toLabError(thrown: unknown): LabError {
  if (thrown instanceof LabFailure) return thrown.error;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "unexpected", message };
}
