import { execFileSync } from "node:child_process";
import {
  chmod,
  mkdtemp,
  readdir,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LabFailure } from "../../../core/errors";
import { dataFiles } from "../../../main/engine/data-files";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edge-lab-files-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array) {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

async function whole(bytes: AsyncIterable<Uint8Array>) {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function refusal(read: Promise<unknown>) {
  const thrown: unknown = await read.then(
    () => "nothing thrown",
    (error: unknown) => error,
  );
  if (!(thrown instanceof LabFailure)) throw thrown;
  return thrown.error;
}

const content = Buffer.from(
  Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 251),
);

describe("bytes", () => {
  test("of a plain file and of a gzipped one are the same", async () => {
    const plain = await file("plain", content);
    const packed = await file("packed", gzipSync(content));
    expect((await whole(dataFiles().bytes(plain))).equals(content)).toBe(true);
    expect((await whole(dataFiles().bytes(packed))).equals(content)).toBe(true);
  });

  test("relative paths start from the base folder", async () => {
    await file("here.bin", "abc");
    const files = dataFiles(folder);
    expect((await whole(files.bytes("here.bin"))).toString()).toBe("abc");
    const error = await refusal(whole(files.bytes("gone.bin")));
    expect(error.message).toBe(
      `gone.bin (${join(folder, "gone.bin")}) does not exist.`,
    );
  });

  test("a reader that stops early leaves no file open", async () => {
    const packed = await file("packed", gzipSync(content));
    const plain = await file("plain", content);
    const open = () => readdir("/proc/self/fd");
    const before = (await open()).length;
    for (let i = 0; i < 20; i++)
      for (const path of [packed, plain])
        for await (const piece of dataFiles().bytes(path)) {
          expect(piece.length).toBeGreaterThan(0);
          break;
        }
    expect((await open()).length).toBeLessThanOrEqual(before);
  });
});

describe("refused", () => {
  test("a folder, and a link to one", async () => {
    await symlink(folder, join(folder, "link"));
    for (const path of [folder, join(folder, "link")]) {
      const error = await refusal(whole(dataFiles().bytes(path)));
      expect(error.message).toBe(`${path} is a folder.`);
      expect(error.hint).toBe("Choose a file in it.");
    }
  });

  test("a name that is no beginning of a sentence", async () => {
    const error = await refusal(whole(dataFiles(folder).bytes("\tno\n")));
    expect(error.message).toMatch(/^\ufffdno\ufffd \(.*\) does not exist\.$/);
  });

  test("pipes and devices, without opening them", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const path of [pipe, "/dev/zero"]) {
      const error = await refusal(whole(dataFiles().bytes(path)));
      expect(error.message).toBe(
        `${path} is not a regular file but a pipe or a device.`,
      );
    }
  });

  test("a path through a file", async () => {
    const path = join(await file("plain", content), "inside");
    const error = await refusal(whole(dataFiles().bytes(path)));
    expect(error.message).toBe(`${path} cannot be read (ENOTDIR).`);
    expect(error.hint).toBe("Choose another file.");
  });

  test("a file without permission", async (ctx) => {
    if (process.getuid?.() === 0) ctx.skip("root may read everything.");
    const path = await file("secret", "abc");
    await chmod(path, 0);
    const error = await refusal(whole(dataFiles().bytes(path)));
    expect(error.message).toBe(`${path} may not be read.`);
  });

  test("a file of 2 GB, before it is read", async () => {
    const path = await file("large", "");
    await truncate(path, 2 * 2 ** 30);
    const started = performance.now();
    const error = await refusal(whole(dataFiles().bytes(path)));
    expect(error.message).toBe(
      `${path} is too large: at most 1024 MB can be read, counted after unpacking.`,
    );
    expect((await refusal(dataFiles().text(path))).message).toContain(
      "at most 256 MB",
    );
    // Reading it would take longer than this.
    expect(performance.now() - started).toBeLessThan(500);
  });

  test("a small gzip file that unpacks to more than the limit, at the limit", async () => {
    const zeros = await file("bomb", gzipSync(Buffer.alloc(64 * 2 ** 20)));
    const limits = { bytes: 2 ** 20, text: 2 ** 20 };
    let received = 0;
    const read = async () => {
      for await (const piece of dataFiles(folder, limits).bytes(zeros))
        received += piece.length;
    };
    const error = await refusal(read());
    expect(error.message).toContain("at most 1 MB can be read");
    expect(received).toBeLessThanOrEqual(limits.bytes);
    expect(received).toBeGreaterThan(limits.bytes / 2);
  });

  test("a gzip file cut short or damaged", async () => {
    const packed = gzipSync(content);
    const cut = await file("cut", packed.subarray(0, packed.length / 2));
    expect((await refusal(whole(dataFiles().bytes(cut)))).message).toBe(
      `${cut} is a gzip file that is cut short.`,
    );
    packed[packed.length - 8] ^= 1;
    const damaged = await file("damaged", packed);
    expect((await refusal(whole(dataFiles().bytes(damaged)))).message).toBe(
      `${damaged} is a damaged gzip file.`,
    );
  });
});

describe("text", () => {
  test("keeps characters that lie across two pieces, and drops the byte order mark", async () => {
    const text = "ηλθ∇".repeat(30_000);
    const path = await file("greek.csv", `\ufeff${text}`);
    expect(await dataFiles().text(path)).toEqual({ text, encoding: "utf-8" });
  });

  const text = "Länge;y\r\n1,5;2\r\n";
  const swapped = (bytes: Buffer) => bytes.swap16();
  test.each([
    ["utf-16le", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["utf-16be", swapped(Buffer.from(`\ufeff${text}`, "utf16le"))],
    ["windows-1252", Buffer.from(text, "latin1")],
  ])("in %s is read", async (encoding, bytes) => {
    const path = await file("table.csv", bytes);
    expect(await dataFiles().text(path)).toEqual({ text, encoding });
    const packed = await file("table.csv.gz", gzipSync(bytes));
    expect(await dataFiles().text(packed)).toEqual({ text, encoding });
  });

  test("in Windows-1252 keeps the signs that Latin-1 has not", async () => {
    const path = await file("euro.csv", Buffer.from([0x80, 0x20, 0x96]));
    expect((await dataFiles().text(path)).text).toBe("€ –");
  });

  test.each([
    ["UTF-8", Buffer.from("aη").subarray(0, 2)],
    ["UTF-16", Buffer.from("\ufeffab", "utf16le").subarray(0, -1)],
  ])("in %s is refused where it ends within a character", async (_, bytes) => {
    const path = await file("cut.csv", bytes);
    expect((await refusal(dataFiles().text(path))).message).toBe(
      `${path} ends within a character.`,
    );
  });

  test("in UTF-16 without a byte order mark is named", async () => {
    const path = await file("bare.csv", Buffer.from("a;b\n1;2\n", "utf16le"));
    expect((await refusal(dataFiles().text(path))).message).toBe(
      `${path} seems to be text in UTF-16 without a byte order mark.`,
    );
  });
});

test("the four files of MNIST are there", async () => {
  const { train, test: aside } = dataFiles().digits();
  const labels = [train.labels, aside.labels].map((path) =>
    whole(dataFiles().bytes(path)),
  );
  expect((await Promise.all(labels)).map((bytes) => bytes.length)).toEqual([
    60_008, 10_008,
  ]);
});
