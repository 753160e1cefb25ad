/** Starting weights from files: the right ones bit for bit, broken ones refused in a sentence. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { writeNpy } from "../../../core/data/numpy/npy";
import { LabFailure } from "../../../core/errors";
import type { NamedArray } from "../../../core/export/named-array";
import type { WeightsFile } from "../../../core/layers/init";
import { loadWeights } from "../../../core/weights/load";
import { dataFiles } from "../../../main/engine/data-files";
import { npzBytes } from "../../../main/files/npz";
import { temporaryFolder } from "../archive/helpers";

const layers = [
  { type: "dense", units: 3, bias: true },
  { type: "activation", fn: "tanh" },
  { type: "dense", units: 2, bias: true },
] as const;
const input = [2];
const theta = Float64Array.from({ length: 17 }, (_, i) => Math.sin(i) / 3);

const array = (name: string, shape: number[], from: number): NamedArray => ({
  name,
  shape,
  values: theta.slice(from, from + shape.reduce((a, b) => a * b, 1)),
});
const good = [
  array("0.weight", [3, 2], 0),
  array("0.bias", [3], 6),
  array("2.weight", [2, 3], 9),
  array("2.bias", [2], 15),
];

async function npz(arrays: readonly NamedArray[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of npzBytes(arrays)) pieces.push(piece);
  return Buffer.concat(pieces);
}

interface Header {
  dtype: unknown;
  shape: unknown;
  data_offsets: unknown;
}

function safetensors(
  arrays: readonly NamedArray[],
  change: (header: Record<string, Header>, data: Buffer) => void = () =>
    undefined,
  more = {},
): Buffer {
  const header: Record<string, Header> = {};
  let offset = 0;
  const parts = arrays.map(({ name, shape, values }) => {
    const bytes = Buffer.from(
      values.buffer,
      values.byteOffset,
      values.byteLength,
    );
    header[name] = {
      dtype: "F64",
      shape: [...shape],
      data_offsets: [offset, (offset += bytes.length)],
    };
    return bytes;
  });
  const data = Buffer.concat(parts);
  change(header, data);
  return withHeader(JSON.stringify({ ...header, ...more }), data);
}

function withHeader(
  text: string,
  data = Buffer.alloc(0),
  length?: bigint,
): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length ?? BigInt(Buffer.byteLength(text)));
  return Buffer.concat([size, Buffer.from(text), data]);
}

async function load(
  bytes: Uint8Array,
  name: string,
  how: Partial<WeightsFile> = {},
  network: Parameters<typeof loadWeights>[1] = layers,
  shape = input,
) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, name), bytes);
  const from: WeightsFile = {
    path: name,
    match: "name",
    prefix: "",
    channels: "last",
    ...how,
  };
  return loadWeights(from, network, shape, dataFiles(folder));
}

describe("weights are read bit for bit", () => {
  test("from a NumPy archive by name, in any order and with others", async () => {
    const bytes = await npz([array("z", [2], 1), ...good.toReversed()]);
    expect(await load(bytes, "w.npz")).toEqual(theta);
  });

  test("by a prefix of the names", async () => {
    const named = (prefix: string) =>
      good.map((one) => ({ ...one, name: `${prefix}${one.name}` }));
    const bytes = await npz([...named("final/"), ...named("step-10/")]);
    expect(await load(bytes, "w.npz", { prefix: "step-10/" })).toEqual(theta);
    await expect(load(bytes, "w.npz")).rejects.toThrow(
      /model.init.prefix: w.npz has no array 0.weight; it has final\/0.weight, .*/,
    );
  });

  test("in the order of the file", async () => {
    const named = good.map((one, i) => ({ ...one, name: `arr_${i}` }));
    const bytes = await npz(named);
    expect(await load(bytes, "w.npz", { match: "order" })).toEqual(theta);
  });

  test.each(["name", "order"] as const)(
    "as one flat array, matched by %s",
    async (match) => {
      const bytes = writeNpy([17], theta);
      expect(await load(bytes, "w.npy", { match })).toEqual(theta);
    },
  );

  test("as one flat array of an archive", async () => {
    const bytes = await npz([array("theta", [17], 0)]);
    expect(await load(bytes, "w.npz", { match: "order" })).toEqual(theta);
  });

  test("from safetensors, with metadata", async () => {
    const bytes = safetensors(good, undefined, {
      __metadata__: { format: "pt" },
    });
    expect(await load(bytes, "w.safetensors")).toEqual(theta);
  });

  test("from safetensors of 16 and 32 bits", async () => {
    const one = [{ type: "dense", units: 4, bias: false }] as const;
    const bits = Buffer.from(
      Uint16Array.of(0x3c00, 0xc100, 0x0001, 0x7bff).buffer,
    );
    const header = (dtype: string, bytes: number) =>
      JSON.stringify({
        "0.weight": { dtype, shape: [4, 1], data_offsets: [0, bytes] },
      });
    const read = (file: Buffer) => load(file, "w", {}, one, [1]);
    expect(await read(withHeader(header("F16", 8), bits))).toEqual(
      Float64Array.of(1, -2.5, 2 ** -24, 65504),
    );
    const brain = Buffer.from(
      Uint16Array.of(0x3f80, 0xc020, 0x0001, 0x4280).buffer,
    );
    expect(await read(withHeader(header("BF16", 8), brain))).toEqual(
      Float64Array.of(1, -2.5, 2 ** -133, 64),
    );
    const single = Buffer.from(Float32Array.of(0.1, -3, 0, 7).buffer);
    expect(await read(withHeader(header("F32", 16), single))).toEqual(
      Float64Array.of(Math.fround(0.1), -3, 0, 7),
    );
  });

  test("of a dense layer behind images, with the channels first", async () => {
    const stack = [
      { type: "flatten" },
      { type: "dense", units: 2, bias: true },
    ] as const;
    // Row r, column c, channel k of a 2 × 3 image with 2 channels is 100r + 10c + k.
    const last = Float64Array.from({ length: 12 }, (_, i) => {
      const [row, column, channel] = [Math.floor(i / 6), (i >> 1) % 3, i % 2];
      return 100 * row + 10 * column + channel;
    });
    const first = [...last].sort((a, b) => (a % 10) - (b % 10) || a - b);
    const weight = Float64Array.from([...first, ...first.map((x) => x + 0.5)]);
    const bytes = await npz([
      { name: "1.weight", shape: [2, 12], values: weight },
      { name: "1.bias", shape: [2], values: Float64Array.of(7, 8) },
    ]);
    const how = { channels: "first" } as const;
    expect(await load(bytes, "w.npz", how, stack, [2, 3, 2])).toEqual(
      Float64Array.of(...last, ...last.map((x) => x + 0.5), 7, 8),
    );
    expect(await load(bytes, "w.npz", {}, stack, [2, 3, 2])).toEqual(
      Float64Array.of(...weight, 7, 8),
    );
  });
});

const replaced = (name: string, change: Partial<NamedArray>) =>
  good.map((one) => (one.name === name ? { ...one, ...change } : one));

const npyOf = (header: string, numbers = 17, version = [1, 0]): Buffer => {
  const text = `${header.padEnd(117)}\n`;
  const length = Buffer.alloc(version[0] === 1 ? 2 : 4);
  if (version[0] === 1) length.writeUInt16LE(text.length);
  else length.writeUInt32LE(text.length);
  return Buffer.concat([
    Buffer.from("\x93NUMPY", "latin1"),
    Buffer.from(version),
    length,
    Buffer.from(text, "latin1"),
    Buffer.alloc(8 * numbers),
  ]);
};
const npyHeader = (descr: string, order = "False", shape = "17,") =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': (${shape}), }`;

const changed = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};
const central = (bytes: Buffer) => bytes.indexOf("PK\x01\x02");

/** A ZIP archive of one file, with a directory that says what it is told to. */
function zipOf(
  name: string,
  content: Buffer,
  says: { size?: number; method?: number; flags?: number } = {},
): Buffer {
  const packed = deflateRawSync(content);
  const { size = content.length, method = 8, flags = 0 } = says;
  const head = (signature: string, extra: number) => {
    const part = Buffer.alloc(extra);
    part.write(signature, "latin1");
    return part;
  };
  const local = head("PK\x03\x04", 30);
  const directory = head("PK\x01\x02", 46);
  for (const [part, at] of [
    [local, 4],
    [directory, 6],
  ] as const) {
    part.writeUInt16LE(20, at);
    part.writeUInt16LE(flags, at + 2);
    part.writeUInt16LE(method, at + 4);
    part.writeUInt32LE(packed.length, at + 14);
    part.writeUInt32LE(size, at + 18);
    part.writeUInt16LE(name.length, at + 22);
  }
  const end = head("PK\x05\x06", 22);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([
    local,
    Buffer.from(name),
    packed,
    directory,
    Buffer.from(name),
    end,
  ]);
}

const marker = join(import.meta.dirname, "executed");
/** Python that would make a file, as protocol 2 of pickle calls it. */
const evil = Buffer.concat([
  Buffer.from([0x80, 2]),
  Buffer.from(`cposix\nsystem\nX`),
  Buffer.from([marker.length + 6, 0, 0, 0]),
  Buffer.from(`touch ${marker}\x85R.`),
]);

const whole = await npz(good);
const tensors = safetensors(good);

type Broken = [what: string, bytes: Buffer, name: string, says: RegExp];

const broken: Broken[] = [
  ["an empty file", Buffer.alloc(0), "w.npz", /fewer than 8 bytes/],
  ["text", Buffer.from("0.1, 0.2, 0.3\n"), "w.npz", /safetensors/],
  [
    "a JSON file",
    Buffer.from('{"0.weight": [1, 2, 3]}'),
    "w.json",
    /header says that it has/,
  ],
  [
    "an archive cut short",
    whole.subarray(0, 400),
    "w.npz",
    /not a ZIP archive/,
  ],
  [
    "an archive without its end",
    whole.subarray(0, -30),
    "w.npz",
    /not a ZIP archive/,
  ],
  [
    "an archive without its beginning",
    whole.subarray(100),
    "w.npz",
    /safetensors/,
  ],
  [
    "a flipped bit",
    changed(whole, (copy) => (copy[200] ^= 1)),
    "w.npz",
    /not a ZIP archive that can be read/,
  ],
  [
    "an array missing",
    await npz(good.slice(1)),
    "w.npz",
    /has no array 0.weight/,
  ],
  [
    "arrays of other names",
    await npz(good.map((one, i) => ({ ...one, name: `arr_${i}` }))),
    "w.npz",
    /it has arr_0, arr_1, arr_2 and arr_3/,
  ],
  ["no arrays", await npz([]), "w.npz", /without NumPy arrays/],
  [
    "a transposed array",
    await npz(replaced("0.weight", { shape: [2, 3] })),
    "w.npz",
    /has the shape \(2, 3\); 0.weight of the network needs \(3, 2\)/,
  ],
  [
    "an array of another size",
    await npz(replaced("0.bias", { shape: [2], values: theta.slice(0, 2) })),
    "w.npz",
    /has the shape \(2\); 0.bias of the network needs \(3\)/,
  ],
  [
    "a flattened weight",
    await npz(replaced("0.weight", { shape: [6] })),
    "w.npz",
    /has the shape \(6\)/,
  ],
  [
    "NaN",
    await npz(replaced("2.bias", { values: Float64Array.of(1, NaN) })),
    "w.npz",
    /holds NaN at place 2/,
  ],
  [
    "an infinity",
    await npz(replaced("2.bias", { values: Float64Array.of(Infinity, 1) })),
    "w.npz",
    /holds Infinity at place 1/,
  ],
  [
    "an archive of objects",
    zipOf("0.weight.npy", npyOf(npyHeader("'|O'"))),
    "w.npz",
    /Python objects, which the lab never loads|ZIP archive/,
  ],
  ["an archive with a file twice", await twice(), "w.npz", /twice|overlap/i],
  [
    "an encrypted archive",
    changed(whole, (copy) => {
      copy.writeUInt16LE(1, 6);
      copy.writeUInt16LE(1, central(copy) + 8);
    }),
    "w.npz",
    /encrypted/,
  ],
  [
    "an unknown way of packing",
    zipOf("0.weight.npy", Buffer.alloc(10), { method: 99 }),
    "w.npz",
    /ZIP archive/,
  ],
  [
    "a file that unpacks to more than it says",
    zipOf("0.weight.npy", Buffer.alloc(10_000), { size: 10 }),
    "w.npz",
    /ZIP archive/,
  ],
  [
    "a file that says it has 4 GB",
    zipOf("0.weight.npy", Buffer.alloc(10), { size: 0xfffffff0 }),
    "w.npz",
    /too large/,
  ],
  [
    "a path out of the folder",
    await npz(good.map((one) => ({ ...one, name: `../${one.name}` }))),
    "w.npz",
    /Unsafe filename/,
  ],
  ["what torch.save writes", zipOf("archive/data.pkl", evil), "w.pt", /pickle/],
  [
    "what pickle writes",
    evil,
    "w.pkl",
    /pickle, as written by torch.save. The lab never loads pickles/,
  ],
  ["a pickle that calls itself an array", evil, "w.npy", /pickle/],
  [
    "an array cut short",
    Buffer.from(writeNpy([17], theta)).subarray(0, -8),
    "w.npy",
    /cut short/,
  ],
  [
    "an array that ends within its header",
    Buffer.from(writeNpy([17], theta)).subarray(0, 60),
    "w.npy",
    /ends within its header/,
  ],
  [
    "a longer array",
    Buffer.concat([writeNpy([17], theta), Buffer.alloc(8)]),
    "w.npy",
    /longer than its header says/,
  ],
  [
    "a flat array of another size",
    Buffer.from(writeNpy([16], theta.slice(1))),
    "w.npy",
    /as one flat array it needs all 17 parameters/,
  ],
  [
    "a matrix as the flat array",
    Buffer.from(writeNpy([17, 1], theta)),
    "w.npy",
    /as one flat array/,
  ],
  [
    "an array of objects",
    Buffer.concat([npyOf(npyHeader("'|O'"), 0), evil]),
    "w.npy",
    /Python objects, which the lab never loads/,
  ],
  [
    "an array of records",
    npyOf(npyHeader("[('a', '<f8')]")),
    "w.npy",
    /records of several fields/,
  ],
  [
    "an array in Fortran order",
    npyOf(npyHeader("'<f8'", "True", "17, 1")),
    "w.npy",
    /Fortran order/,
  ],
  [
    "an array of complex numbers",
    npyOf(npyHeader("'<c16'")),
    "w.npy",
    /complex numbers/,
  ],
  [
    "an array with code for a shape",
    npyOf(npyHeader("'<f8'", "False", "__import__('os')")),
    "w.npy",
    /lacks the type, the order or the shape/,
  ],
  [
    "an array with a huge shape",
    npyOf(npyHeader("'<f8'", "False", "99999999999999, 9")),
    "w.npy",
    /cut short/,
  ],
  [
    "an array with a huge header",
    changed(npyOf(npyHeader("'<f8'"), 17, [2, 0]), (copy) =>
      copy.writeUInt32LE(0x7fffffff, 8),
    ),
    "w.npy",
    /header says that it has 2,147,483,647 bytes/,
  ],
  [
    "an array of version 9",
    npyOf(npyHeader("'<f8'"), 17, [9, 0]),
    "w.npy",
    /its version is 9/,
  ],
  [
    "safetensors cut short",
    tensors.subarray(0, -8),
    "w.safetensors",
    /cut short/,
  ],
  [
    "safetensors with bytes left over",
    Buffer.concat([tensors, Buffer.alloc(8)]),
    "w.safetensors",
    /longer than its header says/,
  ],
  [
    "safetensors with a header beyond the file",
    changed(tensors, (copy) => copy.writeBigUInt64LE(9000n)),
    "w.safetensors",
    /ends within its header/,
  ],
  [
    "safetensors with a huge header",
    changed(tensors, (copy) => copy.writeBigUInt64LE(2n ** 63n)),
    "w.safetensors",
    /header says that it has [\d,]{20,} bytes/,
  ],
  [
    "safetensors whose header is a list",
    withHeader("[1, 2]"),
    "w.safetensors",
    /does not begin with \{/,
  ],
  [
    "safetensors whose header is not JSON",
    withHeader("{0.weight}"),
    "w.safetensors",
    /not JSON/,
  ],
  [
    "safetensors whose header is not UTF-8",
    Buffer.concat([
      withHeader("{", Buffer.alloc(0), 3n),
      Buffer.from([0xff, 0x7d]),
    ]),
    "w.safetensors",
    /not UTF-8/,
  ],
  [
    "safetensors with arrays that overlap",
    safetensors(good, (header) => (header["0.bias"].data_offsets = [40, 64])),
    "w.safetensors",
    /overlaps the one before it/,
  ],
  [
    "safetensors with a gap",
    safetensors(good, (header) => (header["2.bias"].data_offsets = [128, 144])),
    "w.safetensors",
    /leaves a gap before it/,
  ],
  [
    "safetensors with places in the wrong order",
    safetensors(good, (header) => (header["0.bias"].data_offsets = [72, 48])),
    "w.safetensors",
    /takes 24 bytes, and its place has -24/,
  ],
  [
    "safetensors with a negative place",
    safetensors(good, (header) => (header["0.bias"].data_offsets = [-24, 0])),
    "w.safetensors",
    /no type, shape and place that can be used/,
  ],
  [
    "safetensors with a shape of text",
    safetensors(good, (header) => (header["0.bias"].shape = "3")),
    "w.safetensors",
    /no type, shape and place that can be used/,
  ],
  [
    "safetensors with a huge shape",
    safetensors(
      good,
      (header) => (header["0.bias"].shape = [2 ** 52, 2 ** 52]),
    ),
    "w.safetensors",
    /takes .* bytes, and its place has 24/,
  ],
  [
    "safetensors of whole numbers",
    safetensors(good, (header) => (header["0.bias"].dtype = "I64")),
    "w.safetensors",
    /is of the type I64/,
  ],
  [
    "safetensors of an unknown type",
    safetensors(good, (header) => (header["0.bias"].dtype = "constructor")),
    "w.safetensors",
    /is of the type constructor/,
  ],
  [
    "safetensors without arrays",
    withHeader("{}"),
    "w.safetensors",
    /it has no arrays/,
  ],
];

async function twice() {
  const other = await npz([array("0.weighs", [3, 2], 0), ...good]);
  return Buffer.from(
    other.toString("latin1").replaceAll("0.weighs", "0.weight"),
    "latin1",
  );
}

test("there are at least forty broken files", () => {
  expect(broken.length).toBeGreaterThanOrEqual(40);
});

test.each(broken)("%s is refused", async (_, bytes, name, says) => {
  const error = await load(bytes, name).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LabFailure);
  const { code, message, hint } = (error as LabFailure).error;
  expect(code).toBe("bad-experiment");
  expect(message).toMatch(says);
  expect(message).toContain(name);
  expect(message).toMatch(/\.$/);
  expect(hint).toMatch(/^[A-Z].*\.$/s);
  expect(existsSync(marker)).toBe(false);
});

test.each<[string, Partial<WeightsFile>, Buffer, RegExp]>([
  [
    "order is asked of safetensors",
    { match: "order" },
    tensors,
    /does not keep the order/,
  ],
  [
    "there are fewer arrays",
    { match: "order" },
    await npz(good.slice(1)),
    /w has 3 arrays where the network has 4: 0.weight \(3, 2\), 0.bias \(3\)/,
  ],
  [
    "arrays are in another order",
    { match: "order" },
    await npz(good.toReversed()),
    /array 2.bias has the shape \(2\); 0.weight of the network needs \(3, 2\)/,
  ],
  [
    "no name has the prefix",
    { match: "order", prefix: "a/" },
    whole,
    /no array whose name begins with "a\/"/,
  ],
])("it is refused where %s", async (_, how, bytes, says) => {
  await expect(load(bytes, "w", how)).rejects.toThrow(says);
});
