/** What the fields are called on screen. */
import { layerPlace } from "../../../core/experiment/layer-place";
import { parts, wordsAt } from "../../../core/experiment/words";
import { labelOf as fieldLabel, type Words } from "../../../core/schema/words";
import type { ExperimentSpec } from "../../../core/experiment/spec";

/** A field by its label, with the layer it is of: "Units of layer 2". */
export function labelOf(path: string, spec: ExperimentSpec): string {
  const words = nearestWords(path, spec);
  const keys = parts(path);
  if (keys[1] === "layers") {
    const place = layerPlace(path);
    if (place === null) return "Layers";
    return words ? `${fieldLabel(words)} of layer ${place}` : `Layer ${place}`;
  }
  return words ? fieldLabel(words) : String(keys[0]);
}

/** The words of a field, or of the list or record that it is in. */
function nearestWords(path: string, spec: ExperimentSpec): Words | null {
  const words = wordsAt(path, spec);
  const end = Math.max(path.lastIndexOf("["), path.lastIndexOf("."));
  return words || end < 0 ? words : nearestWords(path.slice(0, end), spec);
}
