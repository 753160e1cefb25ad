import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readNpy, writeNpy } from "../../../../core/data/numpy/npy";
import { LabFailure, type LabError } from "../../../../core/errors";

const folder = join(import.meta.dirname, "../../../fixtures/numpy");
const fixture = (name: string) => readFileSync(join(folder, name));
const good = writeNpy([2, 3], Float64Array.of(1, 2, 3, 4, 5, 6));

function refusal(bytes: Uint8Array): LabError {
  try {
    readNpy(bytes, "a.npy");
  } catch (thrown) {
    if (thrown instanceof LabFailure) return thrown.error;
    throw thrown;
  }
  throw new Error("It was accepted.");
}

/** An array of one byte for each place of the shape, with a header of one's own. */
function withHeader(header: string, elements = 6, version = 1): Uint8Array {
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(header.length);
  else length.writeUInt32LE(header.length);
  return Buffer.concat([
    Buffer.from([0x93, ...Buffer.from("NUMPY"), version, 0]),
    length,
    Buffer.from(header, "latin1"),
    new Uint8Array(elements),
  ]);
}

const literal = (shape: string, descr = "|u1", order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("an array that NumPy saved", () => {
  const names = readdirSync(folder).filter((name) => name.startsWith("type-"));

  test("has types to try", () => {
    expect(names.length).toBe(15);
  });

  test.each(names)("%s", (name) => {
    const { shape, values, isWhole } = readNpy(fixture(name), name);
    expect(shape).toEqual([3, 2]);
    expect([...values]).toEqual([0, 1, 1, 0, 1, 1]);
    expect(isWhole).toBe(!name.includes("f"));
  });

  test("may be a single number", () => {
    const { shape, values } = readNpy(fixture("scalar.npy"), "a.npy");
    expect(shape).toEqual([]);
    expect([...values]).toEqual([3]);
  });

  test.each([1, 2, 3])("may be of version %i", (version) => {
    const bytes = withHeader(literal("(2, 3)"), 6, version);
    expect(readNpy(bytes, "a.npy").shape).toEqual([2, 3]);
  });
});

test("what is written is read back bit for bit, at a multiple of 64 bytes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(5), { maxLength: 4 }),
      fc.infiniteStream(fc.double()),
      (shape, numbers) => {
        const count = shape.reduce((product, n) => product * n, 1);
        const values = Float64Array.from(
          { length: count },
          () => numbers.next().value as number,
        );
        const bytes = writeNpy(shape, values);
        const read = readNpy(bytes, "a.npy");
        expect(read.shape).toEqual(shape);
        expect(read.values).toEqual(values);
        expect((bytes.length - 8 * count) % 64).toBe(0);
      },
    ),
  );
});

test.each<[string, Uint8Array, RegExp, RegExp]>([
  ["nothing", new Uint8Array(), /not a NumPy array/, /numpy\.save/],
  ["another word", Buffer.from("NUMPY…"), /does not begin/, /numpy\.save/],
  ["a pickle", fixture("pickle.npy"), /does not begin/, /numpy\.save/],
  ["version 0", withHeader(literal("(6,)"), 6, 0), /version is 0/, /again/],
  ["version 9", withHeader(literal("(6,)"), 6, 9), /version is 9/, /again/],
  ["the word alone", good.subarray(0, 6), /version is missing/, /again/],
  ["no length", good.subarray(0, 9), /ends within its header/, /again/],
  ["half a header", good.subarray(0, 40), /ends within its header/, /again/],
  [
    "a header of 4 GB",
    Buffer.concat([
      Buffer.from([0x93, ...Buffer.from("NUMPY"), 2, 0, 255, 255, 255, 255]),
      new Uint8Array(100),
    ]),
    /4,294,967,295 bytes, and at most 65,536/,
    /again/,
  ],
  ["cut short", good.subarray(0, -1), /cut short.* 48 .* 47 /, /again/],
  ["too long", Buffer.concat([good, Buffer.alloc(1)]), /longer/, /again/],
  ["Fortran order", fixture("fortran.npy"), /Fortran order/, /ascontiguous/],
  [
    "objects",
    fixture("objects.npy"),
    /objects, which the lab never loads/,
    /astype/,
  ],
  ["texts", fixture("texts.npy"), /texts/, /Number the classes/],
  ["texts of bytes", fixture("bytes.npy"), /texts/, /Number the classes/],
  ["complex numbers", fixture("complex.npy"), /complex/, /two columns/],
  ["half precision", fixture("half.npy"), /does not support/, /float32/],
  ["records", fixture("records.npy"), /records/, /arrays of their own/],
  ["dates", fixture("dates.npy"), /dates/, /float64/],
  ["durations", fixture("durations.npy"), /durations/, /float64/],
  [
    "2^53 + 1",
    fixture("huge-whole.npy"),
    /beyond ±2\^53 at place 1/,
    /float64/,
  ],
  [
    "an unknown type",
    withHeader(literal("(6,)", "<q3")),
    /unknown type <q3/,
    /float64/,
  ],
  ["no shape", withHeader("{'descr': '|u1'}"), /header lacks/, /again/],
  [
    "code for a shape",
    withHeader(literal("(__import__('os'),)")),
    /header lacks/,
    /again/,
  ],
  ["a negative size", withHeader(literal("(-6,)")), /header lacks/, /again/],
  [
    "a size beyond all numbers",
    withHeader(literal("(99999999999999999999,)")),
    /unusable shape/,
    /again/,
  ],
  [
    "sizes whose product is beyond all numbers",
    withHeader(literal(`(${"9007199254740991, ".repeat(30)})`)),
    /cut short/,
    /again/,
  ],
  [
    "more numbers than fit into memory",
    withHeader(literal("(200000001,)"), 200_000_001),
    /200,000,001 numbers; at most 200,000,000/,
    /fewer samples/,
  ],
  [
    "33 dimensions",
    withHeader(literal(`(${"1, ".repeat(33)})`)),
    /unusable shape/,
    /again/,
  ],
])("%s is refused", (_, bytes, message, hint) => {
  const error = refusal(bytes);
  expect(error.code).toBe("bad-experiment");
  expect(error.message).toMatch(/^a\.npy .*\.$/);
  expect(error.message).toMatch(message);
  expect(error.hint).toMatch(hint);
});
