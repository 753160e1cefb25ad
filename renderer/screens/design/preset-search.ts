import {
  presetGroups,
  type Preset,
  type PresetGroup,
} from "../../../core/experiment/presets";

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
  return presetGroups
    .map((group) => ({
      ...group,
      presets: group.presets.filter((preset) => matches(group, preset)),
    }))
    .filter(({ presets }) => presets.length > 0);
}
