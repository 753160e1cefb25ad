/** Reads a lesson file, and refuses a broken one in a sentence that names the field. */
import { LabFailure, type FieldError } from "../errors";
import { presets } from "../experiment/presets";
import { refusals } from "../experiment/refusals";
import type { ExperimentSpec } from "../experiment/spec";
import { validateExperiment } from "../experiment/validate";
import { nearest } from "../text/nearest";
import { parseJson } from "../text/parse-json";
import { shown } from "../text/shown";
import { lessonProblems } from "./problems";
import { lessonSchema, longestLesson, type LessonFile } from "./spec";

/** A lesson that can be played: its experiments are complete. */
export interface Lesson extends Omit<LessonFile, "experiments"> {
  experiments: Record<string, ExperimentSpec>;
}

/**
 * The lesson of a file's text.
 * @throws LabFailure `file`: one sentence that names the first wrong field, and what to do
 */
export function readLesson(file: string): Lesson {
  if (file.length > longestLesson)
    throw refusal({
      path: "",
      message: "The file has more than a million characters.",
      suggestion: "Leave data out of it, or shorten them.",
    });
  let content: unknown;
  try {
    content = parseJson(file);
  } catch (thrown) {
    throw refusal({
      path: "",
      message: `The file is not JSON: ${(thrown as Error).message}.`,
      suggestion: "Look for a missing comma, quote or brace.",
    });
  }
  return requireLesson(content);
}

/** Whether the content of a file calls itself a lesson. */
export function isLesson(content: object): boolean {
  return "lesson" in content;
}

/** The same of what the file says. */
export function requireLesson(content: unknown): Lesson {
  const input = withoutSchema(content);
  const parsed = lessonSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refusal(refusals(issue, lessonSchema, input)[0]);
  }
  const { experiments: named, ...rest } = parsed.data;
  const experiments = Object.fromEntries(
    Object.entries(named).map(([name, one]) => [name, experiment(name, one)]),
  );
  const lesson = { ...rest, experiments };
  const [problem] = lessonProblems(lesson);
  if (problem) throw refusal(problem);
  return lesson;
}

function withoutSchema(content: unknown): unknown {
  if (typeof content !== "object" || content === null || Array.isArray(content))
    return content;
  return Object.fromEntries(
    Object.entries(content).filter(([key]) => key !== "$schema"),
  );
}

/** @param one an experiment, or the id of a preset */
function experiment(name: string, one: unknown): ExperimentSpec {
  const path = `experiments.${name}`;
  if (typeof one === "string") {
    const ids = presets.map(({ id }) => id);
    const found = presets.find(({ id }) => id === one);
    if (found) return found.spec;
    const near = nearest(one, ids);
    throw refusal({
      path,
      message: `There is no preset "${shown(one)}".`,
      suggestion: near
        ? `Did you mean "${near}"?`
        : `The presets are: ${ids.join(", ")}.`,
    });
  }
  const validation = validateExperiment(one);
  if (validation.ok) return validation.spec;
  const [field] = validation.fields;
  const inner = field.path && `.${field.path}`;
  throw refusal({ ...field, path: `${path}${inner}` });
}

function refusal({ path, message, suggestion }: FieldError): LabFailure {
  return new LabFailure({
    code: "file",
    message: path ? `${shown(path)}: ${message}` : message,
    ...(suggestion !== undefined && { hint: suggestion }),
  });
}
