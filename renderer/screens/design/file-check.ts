import type { DataPreview } from "../../../core/contract/engine";
import { LabFailure, toLabError } from "../../../core/errors";
import { sourceOf, type DataSpec } from "../../../core/data/spec";
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
  if (!data || !sourceOf(data).files) return null;
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
  const fields = Object.keys(sourceOf(data).files ?? {});
  const own = fields.findLast((field) =>
    message.startsWith(String(data[field as keyof DataSpec])),
  );
  return `data.${own ?? fields[0]}`;
}
