import fc from "fast-check";

/** Values that programs tend to forget. */

/** Names that every object has, or that change one. */
export const trapNames = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
];

export const oddNumbers: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(
    ...[NaN, Infinity, -Infinity, -0, 0, 1, -1, 0.5, 1.5, 2, 10, 300, 301],
    ...[1e308, -1e308, 1.8e308, 1e-320, 5e-324, 1e21, 1e-7, 4096, 4097],
    ...[
      2 ** 31,
      -(2 ** 31),
      2 ** 32 - 1,
      2 ** 32,
      2 ** 53,
      2 ** 53 + 2,
      2 ** 63,
    ],
  ),
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
);

/** Any UTF-16 code units, so that surrogates stand alone as well. */
const codeUnit = fc
  .integer({ min: 0, max: 0xffff })
  .map((code) => String.fromCharCode(code));

export const oddTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...trapNames,
    ...["", " ", "\0", "\ud800", "\udfff x", "😀", "\u202eabc", "ﬀ", "é\u0301"],
    ...["-0", "NaN", "1e5", "0x10", "null", "../../x", "C:\\x", "a\nb", "%00"],
    ...["'; DROP TABLE runs; --", "<script>alert(1)</script>", "{", "[]"],
    ...["a".repeat(120), "a".repeat(121), "😀".repeat(60), "z".repeat(100_000)],
  ),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: codeUnit, maxLength: 30 }),
);

export const oddKeys: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...trapNames),
  oddTexts,
);

const shallow = fc.oneof(
  oddNumbers,
  oddTexts,
  fc.constantFrom<unknown>(null, true, false),
);

/** A record with any keys of its own, `__proto__` included. */
const records = fc
  .array(fc.tuple(oddKeys, shallow), { maxLength: 4 })
  .map((entries) => {
    const record = {};
    for (const [key, value] of entries) setOwn(record, key, value);
    return record;
  });

/** Plain data as it might stand in a file. */
export const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: shallow },
  { weight: 2, arbitrary: fc.array(shallow, { maxLength: 5 }) },
  { weight: 2, arbitrary: records },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(10, 200, 3000), fc.boolean())
      .map(([depth, inArrays]) => nested(depth, inArrays)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(1000, 20_000), shallow)
      .map(([length, value]) => Array<unknown>(length).fill(value))
      // Long texts, so many times, are more than one text can hold.
      .map((list) => list.slice(0, 2 ** 24 / (String(list[0]).length + 1))),
  },
);

/** A value as JSON; nothing of what is nested too deep to be written. */
export function asJson(value: unknown): string {
  try {
    return String(JSON.stringify(value));
  } catch {
    return "";
  }
}

/**
 * Sets a key of its own, whatever the key is. Nothing happens where only a number would do: the length
 * of a list, the places of a typed array.
 */
export function setOwn(target: object, key: PropertyKey, value: unknown) {
  if (Array.isArray(target) && key === "length") return;
  if (ArrayBuffer.isView(target) && typeof value !== "number") return;
  Reflect.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function nested(depth: number, inArrays: boolean): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = inArrays ? [value] : { a: value };
  return value;
}
