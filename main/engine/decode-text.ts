import type { DataFiles, Encoding } from "../../core/data/files";
import { foreignFile, foreignHead } from "../../core/data/foreign";
import { badFile } from "../../core/data/refuse";

/**
 * Characters by which a file is no text. Any bytes make some text in Windows-1252, so there control
 * characters count as well, but for tab, line ends, form feed and end of file.
 */
const noText: Record<Encoding, RegExp> = {
  "utf-8": /\0/,
  "utf-16le": /\0/,
  "utf-16be": /\0/,
  "windows-1252": /[\0-\x08\x0b\x0e-\x19\x1b-\x1f\x7f-\x9f]/,
};

/**
 * A text in UTF-8, in UTF-16 with a byte order mark, or in Latin-1 (Windows-1252) where it is no UTF-8.
 * @param path for messages
 * @param read begins to read the file
 * @throws LabFailure where it is another kind of file, which is named where it is known
 */
export async function decodeText(
  path: string,
  read: () => AsyncIterable<Uint8Array>,
): ReturnType<DataFiles["text"]> {
  const head = await beginning(read());
  const foreign = foreignFile(path, head);
  if (foreign) throw foreign;
  const marked = markOf(head);
  const text = await decoded(path, marked ?? "utf-8", read());
  if (text !== null) return { text, encoding: marked ?? "utf-8" };
  const latin = marked ? null : await decoded(path, "windows-1252", read());
  if (latin !== null) return { text: latin, encoding: "windows-1252" };
  throw badFile(
    looksLikeUtf16(head)
      ? `${path} seems to be text in UTF-16 without a byte order mark.`
      : `${path} is not text.`,
    "Save the table as CSV in UTF-8.",
  );
}

async function beginning(pieces: AsyncIterable<Uint8Array>) {
  let head = Buffer.alloc(0);
  for await (const piece of pieces) {
    head = Buffer.concat([head, piece]);
    if (head.length >= foreignHead) break;
  }
  return head.subarray(0, foreignHead);
}

function markOf([first, second]: Uint8Array): Encoding | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return null;
}

/** Null where the bytes are no text in this encoding. @throws LabFailure where the last one is cut */
async function decoded(
  path: string,
  encoding: Encoding,
  pieces: AsyncIterable<Uint8Array>,
): Promise<string | null> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let text = "";
  for await (const piece of pieces) {
    // As a stream also where it is one piece: at once, Node 20 takes Windows-1252 for Latin-1.
    const part = attempt(() => decoder.decode(piece, { stream: true }));
    if (part === null || noText[encoding].test(part)) return null;
    text += part;
  }
  if (attempt(() => decoder.decode()) !== null) return text;
  throw badFile(`${path} ends within a character.`, "Download the file again.");
}

function attempt(decode: () => string): string | null {
  try {
    return decode();
  } catch {
    return null;
  }
}

/** Text of digits and Latin letters in UTF-16 has a zero in every other byte. */
function looksLikeUtf16(head: Uint8Array): boolean {
  const share = (parity: number) => {
    const own = head.filter((_, i) => i % 2 === parity);
    return own.filter((byte) => byte === 0).length / own.length;
  };
  return head.length > 3 && Math.abs(share(0) - share(1)) > 0.7;
}
