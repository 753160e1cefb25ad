/** A failure that the reader can act on: its message is one plain sentence, shown without a stack. */
export class Problem extends Error {}

/** Ends the program the way every script here does: one sentence, exit status 1. */
export function fail(/** @type {unknown} */ error) {
  const known = error instanceof Problem;
  process.stderr.write(`${known ? error.message : `Unexpected failure: ${error}`}\n`);
  process.exit(1);
}
