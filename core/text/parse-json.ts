/**
 * JSON from a text that may begin with a byte-order mark, as editors on Windows write it.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ""));
}
