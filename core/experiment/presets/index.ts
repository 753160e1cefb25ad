/** Experiments that work as they are, by what they show. */
import type { Preset, PresetGroup } from "./definition";
import { edge } from "./edge";
import { methods } from "./methods";
import { networks } from "./networks";
import { ownFiles, paperSettings } from "./paper-settings";
import { regularisation } from "./regularisation";
import { steps } from "./steps";

export type { Paper, Preset, PresetGroup } from "./definition";

export const presetGroups: readonly PresetGroup[] = [
  edge,
  methods,
  steps,
  networks,
  paperSettings,
  regularisation,
];

/** These need files of the person: their paths are examples. */
export const filePresets: PresetGroup = ownFiles;

/** All that run as they are, in the order of their groups. The first is what a newcomer meets. */
export const presets = presetGroups.flatMap(
  (group) => group.presets,
) as unknown as readonly [Preset, ...Preset[]];

/** @param id of a preset that is there */
export function presetOf(id: string): Preset {
  const found = presets.find((preset) => preset.id === id);
  if (!found) throw new Error(`There is no preset ${id}.`);
  return found;
}

/** What the lab begins with: the smallest network that reaches the threshold. */
export const firstPreset = presetOf("chebyshev");
