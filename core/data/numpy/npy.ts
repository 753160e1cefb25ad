/**
 * The NPY format of NumPy arrays: a magic word, a version, the length of a header, the header as a Python
 * literal with the type of the elements, their order and the shape, then the elements.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { grouped } from "../../text/grouped";
import { badFile } from "../refuse";
import { maxNumbers } from "../split";
import { elementType, typeProblem, type ElementType } from "./types";

/** An array of numbers, row-major. */
export interface NumberArray {
  shape: number[];
  values: Float64Array;
  /** Whether its type holds whole numbers only. */
  isWhole: boolean;
}

const magic = "\x93NUMPY";
/** NumPy writes 118 bytes for all but structured types, which are refused. */
const longestHeader = 65_536;
const mostDimensions = 32;
const getAgain = "Save the array again with numpy.save or numpy.savez.";

/**
 * The numbers of an array as float64.
 * @param what names the file and, in an archive, the array
 * @throws LabFailure for another format, elements that are no numbers, Fortran order, a shape that does not
 * belong to the number of bytes, and whole numbers beyond ±2⁵³, which float64 would round
 */
export function readNpy(bytes: Uint8Array, what: string): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { text, start } = headerOf(bytes, view, what);
  const { descr, isFortran, shape } = fieldsOf(text, what);
  const found = elementType(descr);
  if (!found) {
    const { problem, hint } = typeProblem(descr);
    throw badFile(`${what} holds ${problem}.`, hint);
  }
  if (isFortran && shape.length > 1)
    throw badFile(
      `${what} is in Fortran order, column by column.`,
      "Save numpy.ascontiguousarray(array).",
    );
  const { element, isLittle } = found;
  const count = shape.reduce((product, n) => product * n, 1);
  const present = bytes.length - start;
  if (count * element.bytes !== present)
    throw badFile(
      `${what} is ${present < count * element.bytes ? "cut short" : "longer than its header says"}: the shape (${shape.join(", ")}) takes ${grouped(count * element.bytes)} bytes, and ${grouped(present)} are there.`,
      getAgain,
    );
  if (count > maxNumbers)
    throw badFile(
      `${what} holds ${grouped(count)} numbers; at most ${grouped(maxNumbers)} fit into memory.`,
      "Save fewer samples.",
    );
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++)
    values[i] = element.read(view, start + i * element.bytes, isLittle);
  requireExact(values, element, what);
  return { shape, values, isWhole: element.isWhole };
}

/** The bytes that `numpy.load` reads as an array of float64. */
export function writeNpy(shape: number[], values: Float64Array): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const literal = `{'descr': '<f8', 'fortran_order': False, 'shape': (${tuple}), }`;
  const before = magic.length + 4;
  // The elements begin at a multiple of 64 bytes; a line feed ends the header.
  const padded = Math.ceil((before + literal.length + 1) / 64) * 64 - before;
  const header = `${literal.padEnd(padded - 1)}\n`;
  const bytes = new Uint8Array(before + padded + 8 * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set(latin1(magic));
  bytes.set([1, 0], magic.length);
  view.setUint16(magic.length + 2, padded, true);
  bytes.set(latin1(header), before);
  values.forEach((value, i) =>
    view.setFloat64(before + padded + 8 * i, value, true),
  );
  return bytes;
}

function headerOf(bytes: Uint8Array, view: DataView, what: string) {
  const notNpy = (why: string) =>
    badFile(`${what} is not a NumPy array (npy): ${why}.`, getAgain);
  if (text(bytes.subarray(0, magic.length)) !== magic)
    throw notNpy("it does not begin with \\x93NUMPY");
  const version = bytes[magic.length];
  if (!(version >= 1 && version <= 3))
    throw notNpy(
      `its version is ${version ?? "missing"}, and 1 to 3 are known`,
    );
  const lengthBytes = version === 1 ? 2 : 4;
  const start = magic.length + 2 + lengthBytes;
  if (bytes.length < start) throw notNpy("it ends within its header");
  const length =
    version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader)
    throw notNpy(
      `its header says that it has ${grouped(length)} bytes, and at most ${grouped(longestHeader)} are read`,
    );
  if (bytes.length < start + length) throw notNpy("it ends within its header");
  const end = start + length;
  return { text: text(bytes.subarray(start, end)), start: end };
}

/** The three fields of the header, which are read as text and never evaluated. */
function fieldsOf(header: string, what: string) {
  const descr = /'descr'\s*:\s*(?:'([^']*)'|\[)/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const tuple = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header);
  if (!descr || !order || !tuple)
    throw badFile(
      `${what} is not a NumPy array (npy): its header lacks the type, the order or the shape.`,
      getAgain,
    );
  const shape = tuple[1]
    .split(",")
    .filter((entry) => entry.trim() !== "")
    .map(Number);
  if (shape.length > mostDimensions || !shape.every(Number.isSafeInteger))
    throw badFile(`${what} has the unusable shape (${tuple[1]}).`, getAgain);
  return { descr: descr[1] ?? "[", isFortran: order[1] === "True", shape };
}

function requireExact(
  values: Float64Array,
  { isWhole, bytes }: ElementType,
  what: string,
) {
  if (!isWhole || bytes < 8) return;
  const place = values.findIndex((value) => !Number.isSafeInteger(value));
  if (place >= 0)
    throw badFile(
      `${what} holds a whole number beyond ±2^53 at place ${grouped(place + 1)}, which cannot be kept exactly.`,
      'Make the numbers smaller, or save them as "float64".',
    );
}

function text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

function latin1(letters: string): number[] {
  return Array.from(letters, (letter) => letter.charCodeAt(0));
}
