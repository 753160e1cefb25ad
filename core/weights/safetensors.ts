/**
 * The safetensors format: the length of a header as eight little-endian bytes, the header as JSON with the type,
 * shape and place of each array, then the numbers. https://huggingface.co/docs/safetensors
 */
import { z } from "zod";
import type { NumberArray } from "../data/numpy/npy";
import { badFile } from "../data/refuse";
import { maxNumbers } from "../data/split";
import { grouped } from "../text/grouped";
import { parseJson } from "../text/parse-json";
import { floats } from "./floats";

/** Headers of the largest models have a few hundred thousand bytes. */
const longestHeader = 10_000_000;
const getAgain = "Save the arrays again with safetensors.numpy.save_file.";

const size = z.int().min(0);
const place = z.strictObject({
  dtype: z.string().max(40),
  shape: z.array(size).max(32),
  data_offsets: z.tuple([size, size]),
});
const header = z.record(z.string(), z.unknown());

/**
 * All arrays by name, as float64.
 * @param what names the file
 * @throws LabFailure for another format, types that are no floating-point numbers, and places that do not belong
 *   to the shapes, overlap, leave gaps or reach beyond the file
 */
export function readSafetensors(
  bytes: Uint8Array,
  what: string,
): Map<string, NumberArray> {
  const { text, start } = headerOf(bytes, what);
  const data = bytes.subarray(start);
  const found = placesIn(text, what);
  requireWhole(found, data.length, what);
  const count = found.reduce((sum, { size }) => sum + size, 0);
  if (count > maxNumbers)
    throw badFile(
      `${what} holds ${grouped(count)} numbers; at most ${grouped(maxNumbers)} fit into memory.`,
      "Save fewer arrays.",
    );
  return new Map(
    found.map(({ name, dtype, shape, from, to }) => [
      name,
      {
        shape,
        values: floats[dtype].read(data.subarray(from, to)),
        isWhole: false,
      },
    ]),
  );
}

function headerOf(bytes: Uint8Array, what: string) {
  const none = (why: string) =>
    badFile(`${what} is not a safetensors file: ${why}.`, getAgain);
  if (bytes.length < 8) throw none("it has fewer than 8 bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > longestHeader)
    throw none(
      `its header says that it has ${grouped(length)} bytes, and at most ${grouped(longestHeader)} are read`,
    );
  if (8 + length > bytes.length) throw none("it ends within its header");
  if (bytes[8] !== "{".charCodeAt(0))
    throw none("its header does not begin with {");
  const text = utf8(bytes.subarray(8, 8 + length));
  if (text === null) throw none("its header is not UTF-8");
  return { text, start: 8 + length };
}

/** Text of UTF-8 bytes; null where they are none. */
function utf8(bytes: Uint8Array): string | null {
  const letters = Array.from(bytes, (byte) =>
    byte < 128 && byte !== 37
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).padStart(2, "0")}`,
  );
  try {
    return decodeURIComponent(letters.join(""));
  } catch {
    return null;
  }
}

interface Place {
  name: string;
  dtype: string;
  shape: number[];
  from: number;
  to: number;
  /** Numbers. */
  size: number;
}

function placesIn(text: string, what: string): Place[] {
  let parsed: unknown;
  try {
    parsed = parseJson(text.trimEnd());
  } catch (thrown) {
    throw badFile(
      `${what} is not a safetensors file: its header is not JSON (${(thrown as Error).message}).`,
      getAgain,
    );
  }
  const arrays = Object.entries(header.parse(parsed)).filter(
    ([name]) => name !== "__metadata__",
  );
  return arrays.map(([name, entry]) => {
    const checked = place.safeParse(entry);
    if (!checked.success)
      throw badFile(
        `${what}: the header says of the array ${name.slice(0, 100)} no type, shape and place that can be used.`,
        getAgain,
      );
    const { dtype, shape, data_offsets } = checked.data;
    const [from, to] = data_offsets;
    if (!Object.hasOwn(floats, dtype))
      throw badFile(
        `${what}: the array ${name.slice(0, 100)} is of the type ${dtype}; weights are of the types ${Object.keys(floats).join(", ")}.`,
        "Save it as float32 or float64.",
      );
    const size = shape.reduce((product, n) => product * n, 1);
    if (size * floats[dtype].bytes !== to - from)
      throw badFile(
        `${what}: the array ${name.slice(0, 100)} of the shape (${shape.join(", ")}) takes ${grouped(size * floats[dtype].bytes)} bytes, and its place has ${grouped(to - from)}.`,
        getAgain,
      );
    return { name, dtype, shape, from, to, size };
  });
}

/** Every byte belongs to one array: what overlaps or is left over was not written by a program that knows the format. */
function requireWhole(places: Place[], length: number, what: string) {
  let end = 0;
  for (const { name, from, to } of places.toSorted(
    (a, b) => a.from - b.from || a.to - b.to,
  )) {
    if (from !== end)
      throw badFile(
        `${what}: the array ${name.slice(0, 100)} ${from < end ? "overlaps the one before it" : "leaves a gap before it"}.`,
        getAgain,
      );
    end = to;
  }
  if (end !== length)
    throw badFile(
      `${what} is ${end > length ? "cut short" : "longer than its header says"}: its arrays take ${grouped(end)} bytes, and ${grouped(length)} are there.`,
      getAgain,
    );
}
