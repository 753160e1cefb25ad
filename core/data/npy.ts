import type { LoadedData } from "./dataset";
import { fileName } from "../text/file-name";
import { defineSource } from "./definition";
import { path } from "./fields";
import type { DataFiles } from "./files";
import { arrayFields, loadArrays, type ArraySpec } from "./numpy/fields";
import { readNpy } from "./numpy/npy";
import type { Named } from "./numpy/samples";
import { wholeOf } from "./whole";

const help = "The path of a file written by numpy.save, plain or gzipped.";

/** Inputs and targets as two arrays that `numpy.save` wrote. */
export const npy = defineSource({
  name: "npy",
  label: "NumPy arrays",
  summary: "Inputs and targets in two files",
  contents: "Inputs and targets as two files written by numpy.save.",
  fields: {
    inputs: path("Inputs", {
      label: "Inputs file",
      setting: "input file",
      help,
    }),
    targets: path("Targets", {
      label: "Targets file",
      setting: "target file",
      help,
    }),
    ...arrayFields,
  },
  first: {},
  files: {
    inputs: { pattern: /^(?!.*(label|target|y_|_y\.|^y\.)).*\.npy$/ },
    targets: { pattern: /(label|target|y_|_y\.|^y\.).*\.npy$|^y\.npy$/ },
  },
  droppable: "NumPy arrays (.npy) of inputs and targets",
  describe: ({ inputs, targets }) =>
    `The inputs ${inputs} with the targets ${targets}`,
  inSentence: ({ inputs }) => `rows of ${fileName(inputs)}`,
  targetNumbers: ({ targetKind }) =>
    targetKind === "class" ? null : undefined,
  load,
});

async function load(
  spec: ArraySpec & { inputs: string; targets: string },
  files: DataFiles,
): Promise<LoadedData> {
  const read = async (what: string): Promise<Named> => ({
    ...readNpy(await wholeOf(files.bytes(what)), what),
    what,
  });
  const arrays: [Named, Named] = [
    await read(spec.inputs),
    await read(spec.targets),
  ];
  return loadArrays(spec, arrays, null, spec.inputs);
}
