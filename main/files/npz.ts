import {
  configure,
  Uint8ArrayReader,
  ZipWriter,
} from "@zip.js/zip.js/lib/zip-core-native.js";
import { writeNpy } from "../../core/data/numpy/npy";
import type { NamedArray } from "../../core/export/named-array";

configure({ useWebWorkers: false });

/** The same arrays make the same bytes; this is the earliest date that a ZIP archive can name. */
const lastModDate = new Date(1980, 0, 1);

/** The bytes of a file that numpy.load reads, array by array, as numpy.savez writes it: not compressed. */
export async function* npzBytes(
  arrays: Iterable<NamedArray> | AsyncIterable<NamedArray>,
): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(writable, {
    level: 0,
    lastModDate,
    extendedTimestamp: false,
  });
  const failure: { thrown?: unknown } = {};
  const work = (async () => {
    for await (const { name, shape, values } of arrays) {
      const bytes = writeNpy([...shape], values);
      await zip.add(`${name}.npy`, new Uint8ArrayReader(bytes));
    }
    await zip.close();
  })().catch(async (thrown: unknown) => {
    failure.thrown = thrown;
    await writable.abort(thrown).catch(() => undefined);
  });
  try {
    for await (const piece of readable) yield piece;
  } catch (thrown) {
    throw failure.thrown ?? thrown;
  }
  await work;
  if ("thrown" in failure) throw failure.thrown;
}
