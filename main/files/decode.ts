import { jsonEncoding } from "../../core/text/json-encoding";

/** The text of a JSON file, without its byte-order mark. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(jsonEncoding(bytes)).decode(bytes);
}
