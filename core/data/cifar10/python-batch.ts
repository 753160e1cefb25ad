import { grouped } from "../../text/grouped";
import { badFile } from "../refuse";
import { Made, PickleProblem, readPickle, textOf, type Value } from "./pickle";

/** Images of one file. */
export interface Batch {
  /** The class of each, 0 to 9. */
  labels: Uint8Array;
  /** Row-major [images, 3 × 32 × 32]: three planes each, red, green and blue. */
  planes: Uint8Array;
}

/** Largest file that is read; a batch has 31 MB. */
export const mostBytes = 64_000_000;

/** Whether a file that should hold images begins as a pickle of protocol 2 or later. */
export function isPickle([first, protocol]: Uint8Array): boolean {
  return first === 0x80 && protocol >= 2 && protocol <= 5;
}

/**
 * A batch of the Python version of CIFAR-10: a pickled dict with `data`, a NumPy array of bytes, and `labels`, a list.
 * @param width numbers of an image
 * @throws LabFailure that names the file
 */
export function pythonBatch(
  bytes: Uint8Array,
  path: string,
  width: number,
  classes: number,
): Batch {
  try {
    if (bytes.length >= mostBytes)
      throw new PickleProblem("is larger than any CIFAR-10 batch");
    return batchOf(readPickle(bytes), width, classes);
  } catch (thrown) {
    if (!(thrown instanceof PickleProblem)) throw thrown;
    throw badFile(
      `${path} is a Python pickle that ${thrown.message}.`,
      "Choose data_batch_1 to data_batch_5 or test_batch from cifar-10-python.tar.gz, unchanged, or the files of the binary version.",
    );
  }
}

function batchOf(value: Value, width: number, classes: number): Batch {
  if (!(value instanceof Map))
    throw new PickleProblem("is not a CIFAR-10 batch");
  if (value.has("fine_labels"))
    throw new PickleProblem("contains images of CIFAR-100, not of CIFAR-10");
  const list = value.get("labels");
  const data = value.get("data");
  if (!Array.isArray(list) || data === undefined)
    throw new PickleProblem(
      "is not a CIFAR-10 batch, which contains data and labels",
    );
  const labels = Uint8Array.from(list, (label, i) => {
    if (
      Number.isInteger(label) &&
      Number(label) >= 0 &&
      Number(label) < classes
    )
      return Number(label);
    throw new PickleProblem(
      `has a label that is not a number from 0 to ${classes - 1}, at image ${grouped(i + 1)}`,
    );
  });
  return { labels, planes: planesOf(data, labels.length, width) };
}

/** The bytes of an array [images, width] of unsigned bytes. */
function planesOf(data: Value, images: number, width: number): Uint8Array {
  const shape = `${grouped(images)} × ${grouped(width)} bytes, one row for each label`;
  const wrong = new PickleProblem(`has data that are not ${shape}`);
  if (!(data instanceof Made) || !data.by.endsWith("._reconstruct"))
    throw wrong;
  const [, size, type, isFortran, raw] = listOf(data.state);
  const [rows, columns, ...more] = listOf(size);
  const isBytes =
    type instanceof Made &&
    type.by === "numpy.dtype" &&
    /^(u1|uint8)$/.test(textOf(listOf(type.args)[0] ?? null));
  const fits = rows === images && columns === width && more.length === 0;
  if (!isBytes || !fits || isFortran !== false) throw wrong;
  if (!(raw instanceof Uint8Array) || raw.length !== images * width)
    throw wrong;
  return raw;
}

function listOf(value: Value | undefined): (Value | undefined)[] {
  return Array.isArray(value) ? value : [];
}
