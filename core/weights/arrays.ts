/** The arrays of a file of weights: a NumPy archive, safetensors or one NumPy array. */
import type { DataFiles } from "../data/files";
import { readNpy, type NumberArray } from "../data/numpy/npy";
import { badFile } from "../data/refuse";
import { wholeOf } from "../data/whole";
import { readSafetensors } from "./safetensors";

export interface WeightArrays {
  /** By name, in the order of the file. */
  arrays: Map<string, NumberArray>;
  /** Whether that order is the one in which they were saved. */
  isOrdered: boolean;
}

/** @throws LabFailure that names the file, and the array in it, where it cannot be used */
export async function readArrays(
  path: string,
  files: DataFiles,
): Promise<WeightArrays> {
  const bytes = await wholeOf(files.bytes(path));
  const begins = (...codes: number[]) =>
    codes.every((code, i) => bytes[i] === code);
  if (begins(0x50, 0x4b)) return archiveArrays(path, files);
  if (begins(0x93, 0x4e))
    return { arrays: new Map([["", readNpy(bytes, path)]]), isOrdered: true };
  // Protocols 2 to 5 of pickle.
  if (bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5) throw pickle(path);
  return { arrays: readSafetensors(bytes, path), isOrdered: false };
}

async function archiveArrays(
  path: string,
  files: DataFiles,
): Promise<WeightArrays> {
  const { names } = await files.members(path, []);
  if (names.some((name) => name.endsWith("data.pkl"))) throw pickle(path);
  const wanted = names.filter((name) => name.endsWith(".npy"));
  if (wanted.length === 0)
    throw badFile(
      `${path} is a ZIP archive without NumPy arrays.`,
      "Choose a file written by numpy.savez.",
    );
  const { found } = await files.members(path, wanted);
  const arrays = new Map<string, NumberArray>();
  for (const member of wanted) {
    const bytes = found.get(member);
    const name = member.slice(0, -".npy".length);
    if (bytes) arrays.set(name, readNpy(bytes, `${path}, array ${name}`));
  }
  return { arrays, isOrdered: true };
}

/** What torch.save and pickle write are programs, and loading them runs them. */
function pickle(path: string) {
  return badFile(
    `${path} is a Python pickle, as written by torch.save. The lab never loads pickles, because they can run code.`,
    "Save model.state_dict() with safetensors.torch.save_file, or its arrays with numpy.savez.",
  );
}
