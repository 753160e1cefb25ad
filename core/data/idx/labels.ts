import { grouped } from "../../text/grouped";
import { ByteReader } from "../byte-reader";
import { mostClasses } from "../class-names";
import type { DataFiles } from "../files";
import { elementsOf, readAll, readHeader, requireEnd } from "./format";
import { badFile } from "../refuse";
import { requireSize } from "../split";

/** The classes that occur in a file of labels. */
export interface Labels {
  /** The class of each row, as its place in `names`. */
  labels: Uint32Array;
  /** The labels that occur, in ascending order. */
  names: string[];
}

/** Columns of the labels of QMNIST, whose first one is the class. */
const qmnistColumns = 8;

/** Whole numbers of any type: [n], [n, 1], or [n, 8] as in QMNIST. */
export async function readLabels(
  files: DataFiles,
  path: string,
): Promise<Labels> {
  const reader = new ByteReader(files.bytes(path));
  try {
    const { shape, element } = await readHeader(reader, path);
    const [count, columns = 1] = shape;
    if (shape.length > 2 || ![1, qmnistColumns].includes(columns))
      throw badFile(
        `${path} holds an array of ${shape.join(" × ")}, which are not labels: labels have one dimension, their count, or ${qmnistColumns} columns with the class in the first, as in QMNIST.`,
        shape.length > 2
          ? "Have you exchanged the image file and the label file?"
          : "Write the class of each image as one number.",
      );
    requireSize(count, columns, path);
    const bytes = await readAll(reader, count * columns * element.bytes, path);
    await requireEnd(reader, path);
    const elements = elementsOf(bytes, element);
    return classesOf(
      elements.filter((_, i) => i % columns === 0),
      path,
    );
  } finally {
    await reader.close();
  }
}

function classesOf(values: ArrayLike<number>, path: string): Labels {
  const places = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    if (!Number.isInteger(values[i]))
      throw badFile(
        `${path}, label ${grouped(i + 1)} is ${values[i]}: labels must be whole numbers.`,
        "Write the class of each image as a whole number.",
      );
    places.set(values[i], 0);
    if (places.size > mostClasses)
      throw badFile(
        `${path} holds more than ${grouped(mostClasses)} different labels.`,
        "Choose a file of classes. To predict numbers, use a CSV file.",
      );
  }
  const order = [...places.keys()].sort((a, b) => a - b);
  order.forEach((value, place) => places.set(value, place));
  return {
    labels: Uint32Array.from(values, (value) => places.get(value) as number),
    names: order.map(String),
  };
}
