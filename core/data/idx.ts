import { LabFailure } from "../contract/errors";

/** An array from an IDX file: unsigned bytes with their shape. */
export interface IdxArray {
  shape: number[];
  values: Uint8Array;
}

/**
 * Reads the IDX format of the MNIST files: two zero bytes, the element type (8, unsigned byte), the
 * number of dimensions, each dimension as a big-endian 32-bit number, then the elements.
 * @param name how the file is called in error messages
 */
export function readIdx(bytes: Uint8Array, name: string): IdxArray {
  const refuse = (what: string) =>
    new LabFailure({
      code: "bad-request",
      message: `${name} is not an IDX file of unsigned bytes: ${what}.`,
      hint: "Run npm run setup to install the digits again.",
    });
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 8)
    throw refuse("it does not begin with 00 00 08");
  const dimensions = bytes[3];
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) throw refuse("its header is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, i) =>
    view.getUint32(4 + 4 * i),
  );
  const size = shape.reduce((product, n) => product * n, 1);
  if (bytes.length !== start + size)
    throw refuse(
      `it should hold ${size} elements and holds ${bytes.length - start}`,
    );
  return { shape, values: bytes.subarray(start) };
}
