/**
 * The IDX format of the MNIST files: two zero bytes, the type of the elements, the number of dimensions,
 * each dimension as a big-endian 32-bit number, then the elements, big-endian.
 */
import { grouped } from "../../text/grouped";
import type { ByteReader } from "../byte-reader";
import { foreignFile, foreignHead } from "../foreign";
import { badFile } from "../refuse";

interface ElementType {
  bytes: number;
  /** The element at a place; null where the bytes are the numbers. */
  read: ((view: DataView, place: number) => number) | null;
}

const types: Record<number, ElementType> = {
  0x08: { bytes: 1, read: null },
  0x09: { bytes: 1, read: (view, i) => view.getInt8(i) },
  0x0b: { bytes: 2, read: (view, i) => view.getInt16(2 * i) },
  0x0c: { bytes: 4, read: (view, i) => view.getInt32(4 * i) },
  0x0d: { bytes: 4, read: (view, i) => view.getFloat32(4 * i) },
  0x0e: { bytes: 8, read: (view, i) => view.getFloat64(8 * i) },
};

/** Unsigned bytes as they are in the file, or numbers of the other types. */
export type Elements = Uint8Array | Float64Array;

export interface Header {
  shape: number[];
  element: ElementType;
}

export async function readHeader(
  reader: ByteReader,
  path: string,
): Promise<Header> {
  const magic = await reader.read(4);
  const [zero, alsoZero, type, dimensions] = magic;
  if (magic.length < 4 || zero !== 0 || alsoZero !== 0 || dimensions === 0) {
    const hint = "Choose a file in MNIST's format, plain or gzipped.";
    const more = await reader.read(foreignHead - magic.length);
    const head = Uint8Array.of(...magic, ...more);
    throw (
      foreignFile(path, head, hint) ??
      badFile(
        `${path} is not an IDX file: it does not begin with two zero bytes, a type and a number of dimensions.`,
        hint,
      )
    );
  }
  const element = types[type];
  if (!element)
    throw badFile(
      `${path} has the unknown element type ${type}; an IDX file has bytes (types 8 and 9), whole numbers (11 and 12) or floating-point numbers (13 and 14).`,
      "Write the array again, for example as unsigned bytes.",
    );
  const header = await readAll(reader, 4 * dimensions, path);
  const view = new DataView(header.buffer, header.byteOffset);
  const shape = Array.from({ length: dimensions }, (_, i) =>
    view.getUint32(4 * i),
  );
  return { shape, element };
}

/** The numbers that bytes of a file stand for. */
export function elementsOf(
  bytes: Uint8Array,
  { bytes: size, read }: ElementType,
): Elements {
  if (!read) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Float64Array.from({ length: bytes.length / size }, (_, i) =>
    read(view, i),
  );
}

const getAgain = "Download the file again and do not change it.";

/** @throws LabFailure where the file ends before */
export async function readAll(
  reader: ByteReader,
  expected: number,
  path: string,
): Promise<Uint8Array> {
  const bytes = await reader.read(expected);
  if (bytes.length === expected) return bytes;
  throw badFile(
    `${path} is cut short: ${grouped(expected)} bytes should follow, but ${grouped(bytes.length)} do.`,
    getAgain,
  );
}

export async function requireEnd(reader: ByteReader, path: string) {
  const surplus = await reader.read(1);
  if (surplus.length > 0)
    throw badFile(
      `${path} is longer than its header says: its dimensions do not match its size.`,
      getAgain,
    );
}
