import { expect, it } from "vitest";
import { validateExperiment } from "../../../core/experiment/validate";
import {
  filePresets,
  presetGroups,
  presets,
} from "../../../core/experiment/presets";
import { render } from "svelte/server";
import {
  offered,
  presetsMatching,
} from "../../../renderer/screens/design/preset-search";
import PresetPicker from "../../../renderer/screens/design/PresetPicker.svelte";

const found = (words: string) =>
  presetsMatching(words).flatMap((group) => group.presets.map(({ id }) => id));

it("finds all where nothing is asked for, in their groups", () => {
  expect(presetsMatching("  ")).toEqual(offered);
  expect(offered.slice(0, -1)).toEqual(presetGroups);
});

it("offers presets for files of one's own, of which nothing but the file is missing", () => {
  const own = offered.at(-1)?.presets ?? [];
  expect(own.map(({ id }) => id)).toEqual(
    filePresets.presets.map(({ id }) => id),
  );
  for (const { spec } of own) {
    const checked = validateExperiment(spec);
    if (checked.ok) throw new Error("It needs no file.");
    expect(checked.fields.map(({ path }) => path)).toEqual(["data.path"]);
  }
  for (const { spec } of filePresets.presets)
    expect(validateExperiment(spec).ok).toBe(true);
});

it("finds words of the title, the sentences, the paper and the group", () => {
  expect(found("nesterov MNIST")).toEqual(["mnist-1k-nesterov"]);
  expect(found("CATAPULT")).toContain("product");
  expect(found("rethinking 2017")).toEqual(["label-noise"]);
  expect(found("weight decay and noise")).toEqual([
    "weight-decay",
    "label-noise",
  ]);
});

it("leaves out groups without any, and finds nothing for other words", () => {
  expect(presetsMatching("bartlett")).toHaveLength(1);
  expect(found("zebra")).toEqual([]);
});

it("shows each preset as a choice of its group, and of the chosen one what to see and its paper", () => {
  const [chosen] = presets;
  const onchoose = () => undefined;
  const { body } = render(PresetPicker, { props: { chosen, onchoose } });
  expect(body.match(/type="radio"/g)).toHaveLength(
    presets.length + filePresets.presets.length,
  );
  expect(body.match(/<section/g)).toHaveLength(presetGroups.length + 1);
  expect(body.match(/What to see/g)).toHaveLength(1);
  expect(body).toContain("Cohen et al., 2021");
});
