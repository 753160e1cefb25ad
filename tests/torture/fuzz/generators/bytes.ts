import fc from "fast-check";

/** One change to a file. Places are shares of its length. */
interface Damage {
  kind: "flip" | "cut" | "extend" | "zero" | "swap" | "write" | "insert";
  at: number;
  other: number;
  length: number;
  bytes: Uint8Array;
}

/** From 0 to below 1, evenly: fc.double prefers the smallest numbers by far. */
export const share = fc.nat({ max: 2 ** 30 - 1 }).map((x) => x / 2 ** 30);

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom<Damage["kind"][]>(
    ...(["flip", "cut", "extend", "zero", "swap", "write", "insert"] as const),
  ),
  // Headers are more interesting than what follows.
  at: fc.oneof(
    share,
    share.map((x) => x ** 6),
  ),
  other: share,
  length: fc.constantFrom(1, 2, 4, 16, 512, 4096),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 16 }),
    fc.constantFrom(
      Uint8Array.of(0),
      Uint8Array.of(255),
      Uint8Array.of(255, 255, 255, 255),
      Uint8Array.of(0x7f, 255, 255, 255),
      Uint8Array.of(0x80, 0, 0, 0),
    ),
  ),
});

/** A list of changes to make to a file, one after the other. */
export const damages = fc.array(damage, { minLength: 1, maxLength: 5 });

/** The bytes with their changes; what was given stays as it is. */
export function damaged(bytes: Uint8Array, changes: Damage[]): Uint8Array {
  return changes.reduce(apply, Uint8Array.from(bytes));
}

function apply(bytes: Uint8Array, change: Damage): Uint8Array {
  const { kind, length } = change;
  const at = Math.floor(change.at * bytes.length);
  const other = Math.floor(change.other * bytes.length);
  switch (kind) {
    case "flip":
      bytes[at] ^= change.bytes[0] || 1;
      return bytes;
    case "cut":
      return bytes.slice(0, at);
    case "extend":
      return joined(bytes, repeated(change.bytes, length));
    case "zero":
      return bytes.fill(0, at, at + length);
    case "swap": {
      const first = bytes.slice(at, at + length);
      bytes.copyWithin(at, other, other + length);
      bytes.set(first.subarray(0, bytes.length - other), other);
      return bytes;
    }
    case "write":
      bytes.set(change.bytes.subarray(0, bytes.length - at), at);
      return bytes;
    case "insert":
      return joined(bytes.slice(0, at), change.bytes, bytes.slice(at));
  }
}

function repeated(bytes: Uint8Array, length: number) {
  return Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length]);
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
