import { jsonEncoding } from "../../core/text/json-encoding";

/** The text of a JSON file that the person chose, in the encodings that main reads. */
export async function jsonText(file: Pick<File, "arrayBuffer">) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return new TextDecoder(jsonEncoding(bytes)).decode(bytes);
}
