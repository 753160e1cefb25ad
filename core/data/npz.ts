import { z } from "zod";
import { listed } from "../text/listed";
import { nearest } from "../text/nearest";
import { named } from "../schema/words";
import type { LoadedData } from "./dataset";
import { fileName } from "../text/file-name";
import { defineSource } from "./definition";
import * as fields from "./fields";
import type { DataFiles } from "./files";
import { arrayFields, loadArrays, type ArraySpec } from "./numpy/fields";
import { readNpy } from "./numpy/npy";
import type { Named } from "./numpy/samples";
import { badField } from "./refuse";

const nameOf = (label: string, usual: string) => {
  const error = `${label} must be the name of an array in the file.`;
  return named(z.string({ error }).min(1, error).max(200, error), {
    label,
    setting: label.toLowerCase(),
    help: `The name of the array; usually ${usual}.`,
  }).default(usual);
};

const arrayNames = {
  inputs: nameOf("Array of inputs", "x"),
  targets: nameOf("Array of targets", "y"),
  testInputs: nameOf("Array of test inputs", "x_test"),
  testTargets: nameOf("Array of test targets", "y_test"),
};

type Names = Record<keyof typeof arrayNames, string>;

/** Arrays that `numpy.savez` keeps in one file. */
export const npz = defineSource({
  name: "npz",
  label: "NumPy archive",
  synonyms: ["numpy"],
  summary: "Arrays x and y in one file",
  contents:
    "Inputs and targets as two arrays in one file written by numpy.savez.",
  fields: {
    path: fields.path("Path", {
      label: "File",
      setting: "data file",
      help: "The path of a file written by numpy.savez.",
    }),
    ...arrayNames,
    ...arrayFields,
  },
  first: {},
  files: { path: { pattern: /\.npz$/ } },
  droppable: "a NumPy archive (.npz)",
  describe: ({ path }) => `The arrays of ${path}`,
  inSentence: ({ path }) => `rows of ${fileName(path)}`,
  targetNumbers: ({ targetKind }) =>
    targetKind === "class" ? null : undefined,
  load,
});

async function load(
  spec: ArraySpec & Names & { path: string },
  files: DataFiles,
): Promise<LoadedData> {
  const keys = Object.keys(arrayNames) as (keyof Names)[];
  const wanted = keys.map((key) => `${spec[key]}.npy`);
  const { found, names } = await files.members(spec.path, wanted);
  const array = (key: keyof Names): Named | null => {
    const bytes = found.get(`${spec[key]}.npy`);
    const what = `${spec.path}, array ${spec[key]}`;
    return bytes ? { ...readNpy(bytes, what), what } : null;
  };
  const required = (key: keyof Names): Named => {
    const present = array(key);
    if (present) return present;
    const arrays = names
      .filter((name) => name.endsWith(".npy"))
      .map((name) => name.slice(0, -4));
    const near = nearest(spec[key], arrays) ?? arrays[0];
    throw badField(
      `data.${key}`,
      `${spec.path} has no array ${spec[key]}; ${arrays.length > 0 ? `it has ${listed(arrays)}` : "it has no arrays at all"}.`,
      near === undefined
        ? "Choose a file written by numpy.savez."
        : `Set ${key} to the name of one of them, such as "${near}".`,
    );
  };
  const training: [Named, Named] = [required("inputs"), required("targets")];
  const hasTests =
    array("testInputs") !== null || array("testTargets") !== null;
  const tests: [Named, Named] | null = hasTests
    ? [required("testInputs"), required("testTargets")]
    : null;
  return loadArrays(spec, training, tests, spec.path);
}
