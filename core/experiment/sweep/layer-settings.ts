/** Settings of the layers of a network. */
import { layerOf } from "../../layers/spec";
import type { ExperimentSpec } from "../spec";
import { layerPlace } from "../layer-place";
import { parts } from "../words";
import type { Setting } from "./setting";

/** A field that several layers have, as one setting for all of them. */
export function sharedByLayers(settings: Setting[]): Setting[] {
  const groups = new Map<string, Setting[]>();
  for (const setting of settings.filter(({ isKind }) => !isKind)) {
    const [, list, place, ...rest] = parts(setting.path);
    // What layers inside others have in common goes by its own paths.
    if (list !== "layers" || typeof place !== "number" || rest.length > 1)
      continue;
    const path = `model.layers[*].${rest.join(".")}`;
    groups.set(path, [...(groups.get(path) ?? []), setting]);
  }
  const whole = ({ label, name, path }: Setting) => {
    const one = ofLayer(path);
    const all = " of all layers";
    return { label: label.replace(one, all), name: name.replace(one, all) };
  };
  return [...groups].flatMap(([path, group]) => {
    const [first] = group;
    const { label, name } = whole(first);
    const isAlike = group.every((one) => whole(one).label === label);
    if (group.length < 2 || !isAlike) return [];
    const shared = group.map((one) => one.path);
    const same = group.every(({ value }) => value === first.value);
    const value = same ? first.value : undefined;
    return [{ ...first, path, label, name, value, shared }];
  });
}

/** The number of outputs of a network, which the data ask for. */
export function outputsOf({ model }: ExperimentSpec): string | null {
  if (model.kind !== "network") return null;
  const last = model.layers.length - 1;
  const { outputs } = layerOf(model.layers[last]);
  return outputs ? `model.layers[${last}].${outputs.field}` : null;
}

/** " of layer 2" or " of layer 2.1", for a field of a layer. */
export function ofLayer(path: string): string {
  const place = layerPlace(path);
  return place === null ? "" : ` of layer ${place}`;
}
