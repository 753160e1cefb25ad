import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import { withDensity } from "../../../renderer/figures/png-density";

it("a PNG says how many dots it has to the metre, before its picture", () => {
  const header = Buffer.alloc(33, 1);
  const rest = Buffer.from("the data of the picture");
  const sized = Buffer.from(
    withDensity(new Uint8Array(Buffer.concat([header, rest])), 300),
  );
  expect(sized.subarray(0, 33)).toEqual(header);
  expect(sized.subarray(54)).toEqual(rest);
  const chunk = sized.subarray(33, 54);
  expect(chunk.readUInt32BE(0)).toBe(9);
  expect(chunk.toString("latin1", 4, 8)).toBe("pHYs");
  // 300 dots an inch are 11,811 a metre.
  expect(chunk.readUInt32BE(8)).toBe(11_811);
  expect(chunk.readUInt32BE(12)).toBe(11_811);
  expect(chunk[16]).toBe(1);
  expect(chunk.readUInt32BE(17)).toBe(crc32(chunk.subarray(4, 17)));
});
