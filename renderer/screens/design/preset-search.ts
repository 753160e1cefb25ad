import { withPaths } from "../../../core/data/spec";
import {
  filePresets,
  presetGroups,
  type Preset,
  type PresetGroup,
} from "../../../core/experiment/presets";

/** All that can be chosen. Where files are needed, they are still to be chosen. */
export const offered: readonly PresetGroup[] = [
  ...presetGroups,
  { ...filePresets, presets: filePresets.presets.map(withoutFiles) },
];

function withoutFiles(preset: Preset): Preset {
  const { data } = preset.spec;
  if (!data) return preset;
  const blank = withPaths(data, () => "");
  return { ...preset, spec: { ...preset.spec, data: blank } };
}

/** Where to read about it, e.g. "Cohen et al., 2021". */
export function citation({ paper }: Preset): string {
  return `${paper.authors}, ${paper.year}`;
}

/** The presets that say each of the words somewhere, by their groups; all where there are none. */
export function presetsMatching(words: string): PresetGroup[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (group: PresetGroup, preset: Preset) => {
    const { title, sentence, seen, paper } = preset;
    const text = [group.title, title, sentence, seen, citation(preset)];
    const said = [...text, paper.title].join(" ").toLowerCase();
    return wanted.every((word) => said.includes(word));
  };
  return offered
    .map((group) => ({
      ...group,
      presets: group.presets.filter((preset) => matches(group, preset)),
    }))
    .filter(({ presets }) => presets.length > 0);
}
