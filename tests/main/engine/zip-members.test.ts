/** ZIP archives as they should be, and with every trick that their directory allows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LabFailure } from "../../../core/errors";
import { zipMembers } from "../../../main/engine/zip-members";

const folder = join(import.meta.dirname, "../../fixtures/numpy");
const good = readFileSync(join(folder, "classes.npz"));
const packed = readFileSync(join(folder, "compressed.npz"));

async function read(bytes: Uint8Array, wanted = ["x.npy"], limit = 2 ** 20) {
  async function* pieces() {
    yield await Promise.resolve(bytes);
  }
  return zipMembers("a.npz", wanted, pieces, limit);
}

function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

/** The place of a part of the archive, by its signature. */
const local = (bytes: Buffer) => bytes.indexOf("PK\x03\x04");
const central = (bytes: Buffer) => bytes.indexOf("PK\x01\x02");

describe("a ZIP archive", () => {
  test.each([
    ["stored", good],
    ["deflated", packed],
  ])("of files %s", async (_, bytes) => {
    const { found, names } = await read(bytes, ["y.npy", "z.npy"]);
    expect(names).toEqual(["x.npy", "y.npy"]);
    expect([...found.keys()]).toEqual(["y.npy"]);
    expect(found.get("y.npy")?.length).toBe(128 + 8 * 12);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ["nothing", new Uint8Array(), /not a ZIP archive/],
    ["text", Buffer.from("x,y\n1,2\n"), /not a ZIP archive/],
    ["its beginning", good.subarray(0, 300), /not a ZIP archive/],
    ["without its end", good.subarray(0, -30), /not a ZIP archive/],
    [
      "a flipped bit in a stored file",
      changed(good, (copy) => (copy[200] ^= 1)),
      /not a ZIP archive that can be read/,
    ],
    [
      "a flipped bit in a deflated file",
      changed(packed, (copy) => (copy[local(copy) + 120] ^= 16)),
      /not a ZIP archive that can be read/,
    ],
    [
      "an unknown way of packing",
      changed(packed, (copy) => {
        copy.writeUInt16LE(99, local(copy) + 8);
        copy.writeUInt16LE(99, central(copy) + 10);
      }),
      /not a ZIP archive that can be read/,
    ],
    [
      "an encrypted file",
      changed(packed, (copy) => {
        copy[local(copy) + 6] |= 1;
        copy[central(copy) + 8] |= 1;
      }),
      /encrypted/,
    ],
  ])("%s is refused", async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message);
    await expect(read(bytes)).rejects.toThrow(LabFailure);
  });

  test("that unpacks to more than may be read is refused before it is unpacked", async () => {
    await expect(read(packed, ["x.npy"], 100)).rejects.toThrow(/too large/);
  });

  test("whose file is longer than its directory says is refused, and not unpacked whole", async () => {
    const zeros = deflateRawSync(new Uint8Array(50_000_000));
    const header = (signature: string, extra: number) => {
      const bytes = Buffer.alloc(extra);
      bytes.write(signature, "latin1");
      return bytes;
    };
    const name = Buffer.from("x.npy");
    const first = header("PK\x03\x04", 30);
    first.writeUInt16LE(8, 8);
    first.writeUInt32LE(zeros.length, 18);
    first.writeUInt32LE(10, 22);
    first.writeUInt16LE(name.length, 26);
    const entry = header("PK\x01\x02", 46);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(zeros.length, 20);
    entry.writeUInt32LE(10, 24);
    entry.writeUInt16LE(name.length, 28);
    const close = header("PK\x05\x06", 22);
    close.writeUInt16LE(1, 8);
    close.writeUInt16LE(1, 10);
    close.writeUInt32LE(entry.length + name.length, 12);
    close.writeUInt32LE(first.length + name.length + zeros.length, 16);
    const bomb = Buffer.concat([first, name, zeros, entry, name, close]);
    const before = process.memoryUsage().arrayBuffers;
    await expect(read(bomb)).rejects.toThrow(/Invalid uncompressed size/);
    const grown = process.memoryUsage().arrayBuffers - before;
    expect(grown).toBeLessThan(20_000_000);
  });
});
