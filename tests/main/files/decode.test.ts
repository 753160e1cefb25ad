import { expect, test } from "vitest";
import { parseJson } from "../../../core/text/parse-json";
import { decodeText } from "../../../main/files/decode";

const text = '{"name": "η · 学"}';
const bigEndian = (value: string) => Buffer.from(value, "utf16le").swap16();

test.each<[string, Uint8Array]>([
  ["UTF-8", Buffer.from(text)],
  ["UTF-8 with a byte-order mark", Buffer.from(`\uFEFF${text}`)],
  ["UTF-16, little-endian", Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["UTF-16, big-endian", bigEndian(`\uFEFF${text}`)],
  ["UTF-16, little-endian, without a mark", Buffer.from(text, "utf16le")],
  ["UTF-16, big-endian, without a mark", bigEndian(text)],
])("%s", (_, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

test("nothing is read as nothing", () => {
  expect(decodeText(new Uint8Array(0))).toBe("");
});

test("JSON after one byte-order mark, and no more than one", () => {
  expect(parseJson(`\uFEFF${text}`)).toEqual({ name: "η · 学" });
  expect(() => parseJson(`\uFEFF\uFEFF${text}`)).toThrow(SyntaxError);
});
