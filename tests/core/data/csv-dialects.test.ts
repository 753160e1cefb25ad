/** A table in any dialect is read back as it was written, or refused; never as something else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { LabFailure } from "../../../core/errors";
import { loadDataset } from "../../../core/data/load";
import { dataSchema } from "../../../core/data/spec";
import { dataFiles } from "../../../main/engine/data-files";
import { decodeText } from "../../../main/engine/decode-text";
import { writtenTables, type Written } from "./csv-dialects";

const runs = 2000;

test("no dialect is read wrong without a word", async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(writtenTables, async (written) => {
      if (await readsBack(written)) read++;
    }),
    { numRuns: runs, seed: 12 },
  );
  // Most of what is written can be read: refusing everything would be easy.
  expect(read).toBeGreaterThan(0.5 * runs);
});

/** @returns false where it is refused */
async function readsBack({ bytes, options, ...wanted }: Written) {
  // From memory: a file for each draw would take most of the time.
  const files = {
    ...dataFiles(),
    text: (path: string) => decodeText(path, () => pieces(bytes)),
  };
  const spec = { source: "csv", path: "dialect.csv", ...options };
  try {
    const { train } = await loadDataset(dataSchema.parse(spec), files);
    const { inputs, targets, classes } = train;
    expect({
      inputs: [...inputs],
      targets: [...targets],
      classes,
    }).toEqual(wanted);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof LabFailure)) throw thrown;
    expect(thrown.error.code).toBe("bad-experiment");
    return false;
  }
}

async function* pieces(bytes: Uint8Array) {
  await Promise.resolve();
  yield bytes;
}
