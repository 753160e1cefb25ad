/** Batches of the Python version of CIFAR-10, which are pickles: read without running anything, or refused. */
import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LabFailure } from "../../../core/errors";
import { cifarBytes, cifarPickle, load, temporaryFolder } from "./support";

const folder = temporaryFolder();
const binary = cifarBytes([6, 9, 0]);
const good = cifarPickle(binary);
const latin = (text: string) => Buffer.from(text, "latin1");

/** The file with a text of it replaced. */
function changed(from: string, to: string) {
  const text = good.toString("latin1");
  expect(text).toContain(from);
  return latin(text.replace(from, to));
}

test("the images of a Python batch are those of the binary one", async () => {
  const python = await folder.file("data_batch_1", good);
  const path = await folder.file("data_batch_1.bin", binary);
  const expected = await load({ source: "cifar10", path });
  expect(await load({ source: "cifar10", path: python })).toEqual(expected);
  const packed = await folder.file("packed.gz", gzipSync(good));
  expect(await load({ source: "cifar10", path: packed })).toEqual(expected);
});

test("several batches of both kinds, as far as needed", async () => {
  const path = [
    await folder.file("data_batch_1", good),
    await folder.file("2.bin", binary),
  ];
  const wish = { samples: 4, testSamples: 1 };
  const mixed = await load({ source: "cifar10", path, ...wish });
  const twice = await load({
    source: "cifar10",
    path: [path[1], path[1]],
    ...wish,
  });
  expect(mixed).toEqual(twice);
});

test("a batch that NumPy 2 and Python 3 pickled", async () => {
  // Protocol 4: frames, texts in Unicode, names from the stack, and a memo without numbers.
  const text = (value: string) =>
    latin(`\x8c${String.fromCharCode(value.length)}${value}\x94`);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(3072);
  const path = await folder.file(
    "test_batch",
    Buffer.concat([
      latin("\x80\x04\x95\0\0\0\0\0\0\0\0}\x94("),
      text("data"),
      ...[text("numpy._core.multiarray"), text("_reconstruct")],
      ...[latin("\x93\x94"), text("numpy"), text("ndarray")],
      latin(
        "\x93\x94K\0\x85\x94C\x01b\x94\x87\x94R\x94(K\x01K\x01M\0\x0c\x86\x94",
      ),
      // "numpy" a second time, from the memo.
      ...[latin("h\x05"), text("dtype"), latin("\x93\x94"), text("u1")],
      latin("\x89\x88\x87\x94R\x94(K\x03"),
      text("|"),
      latin("NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0t\x94b\x89B"),
      ...[size, binary.subarray(1, 3073), latin("\x94t\x94b")],
      ...[text("labels"), latin("]\x94K\x06au.")],
    ]),
  );
  const one = await folder.file("one.bin", binary.subarray(0, 3073));
  expect(await load({ source: "cifar10", path })).toEqual(
    await load({ source: "cifar10", path: one }),
  );
});

describe("refused without running anything", () => {
  const mark = folder.path.bind(null, "executed");
  const bad: [string, () => Uint8Array, RegExp][] = [
    [
      "a call of the system",
      () => latin(`\x80\x02cos\nsystem\nU\x05touch ${mark()}\x85R.`),
      /asks for os\.system, .* nothing in the file was run/,
    ],
    [
      "a call by names from the stack",
      () => latin("\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R."),
      /asks for builtins\.eval/,
    ],
    [
      "an array made by another function",
      () => changed("_reconstruct", "_frombuffer"),
      /asks for numpy\.core\.multiarray\._frombuffer/,
    ],
    [
      "an object of a class",
      () => latin("\x80\x02(ios\nsystem\n."),
      /has the instruction 105 at byte 3/,
    ],
    [
      "a new object",
      () => latin("\x80\x02cnumpy\ndtype\n)\x81."),
      /has the instruction 129 at byte 16/,
    ],
    ["a persistent id", () => latin("\x80\x02Pdevil\n."), /instruction 80/],
    ["an extension", () => latin("\x80\x02\x82\x01."), /instruction 130/],
    ["cut short", () => good.subarray(0, -2000), /cut short/],
    ["its head alone", () => good.subarray(0, 40), /cut short/],
    [
      "a length beyond the file",
      () => latin("\x80\x02T\xff\xff\xff\xffab."),
      /cut short/,
    ],
    [
      "endless instructions",
      () => latin(`\x80\x02${"N".repeat(2_000_001)}`),
      /more instructions/,
    ],
    ["an empty stack", () => latin("\x80\x02."), /damaged/],
    ["a list that is none", () => latin("\x80\x02K\x01K\x02a."), /damaged/],
    ["an unknown place in the memo", () => latin("\x80\x02h\x05."), /damaged/],
    [
      "a name without end",
      () => latin(`\x80\x02c${"n".repeat(300)}`),
      /damaged/,
    ],
    ["a number", () => latin("\x80\x02K\x01."), /is not a CIFAR-10 batch/],
    [
      "the names of the classes",
      () => latin("\x80\x02}U\x0blabel_names]s."),
      /is not a CIFAR-10 batch, which contains data and labels/,
    ],
    [
      "CIFAR-100",
      () => latin("\x80\x02}U\x0bfine_labels]s."),
      /contains images of CIFAR-100/,
    ],
    [
      "a label above 9",
      () => changed("(K\x06K\x09", "(K\x06K\x0a"),
      /label that is not a number from 0 to 9, at image 2/,
    ],
    [
      "a label that is a text",
      () => changed("(K\x06K\x09", "(K\x06U\0"),
      /label that is not a number from 0 to 9, at image 2/,
    ],
    [
      "more rows than labels",
      () => changed("M\x03\0M\0\x0c", "M\x04\0M\0\x0c"),
      /data that are not 3 × 3,072 bytes/,
    ],
    [
      "numbers of another type",
      () => changed("U\x02u1", "U\x02f4"),
      /data that are not 3 × 3,072 bytes/,
    ],
    [
      "columns before rows",
      () => changed("\x89T", "\x88T"),
      /data that are not 3 × 3,072 bytes/,
    ],
  ];
  test.each(bad)("%s", async (_, bytes, message) => {
    const path = await folder.file("data_batch_1", bytes());
    const refusal = await load({ source: "cifar10", path }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(refusal instanceof LabFailure)) throw refusal;
    const { error } = refusal;
    expect(error.code).toBe("bad-experiment");
    expect(error.message).toContain(`${path} is a Python pickle that `);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(/cifar-10-python\.tar\.gz/);
    expect(existsSync(mark())).toBe(false);
  });
});
