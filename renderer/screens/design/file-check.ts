import type { DataPreview } from "../../../core/contract/engine";
import { LabFailure, toLabError } from "../../../core/errors";
import type { DataSpec } from "../../../core/experiment/spec";
import type { Lab } from "../../lib/api";

/**
 * Reads data that are in a file before a run of them is stored.
 * @returns what they look like; null where they are in no file, or the engine has no time
 * @throws LabFailure `bad-experiment` with the field of the file that cannot be used
 */
export async function requireFiles(
  lab: Lab,
  data: DataSpec | undefined,
): Promise<DataPreview | null> {
  if (!data || !("path" in data || "images" in data)) return null;
  try {
    return await lab.files.preview(data);
  } catch (thrown) {
    const error = toLabError(thrown);
    // An engine with a run in hand reads them when their turn comes.
    if (error.code === "busy") return null;
    if (error.code !== "bad-experiment" || error.fields) throw thrown;
    const message = [error.message, error.hint].filter(Boolean).join(" ");
    const path = fieldOf(data, error.message);
    throw new LabFailure({ ...error, fields: [{ path, message }] });
  }
}

/** The field of the file that a message begins with. */
function fieldOf(data: DataSpec, message: string): string {
  if (!("images" in data)) return "data.path";
  return message.startsWith(data.labels) ? "data.labels" : "data.images";
}
