/**
 * The encoding of a JSON text, as a label of TextDecoder: UTF-16 by its byte-order mark or by the zero
 * byte of its first character, which is one of ASCII; otherwise UTF-8.
 */
export function jsonEncoding([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || second === 0) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || first === 0) return "utf-16be";
  return "utf-8";
}
