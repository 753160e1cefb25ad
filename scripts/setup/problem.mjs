/**
 * A failure that the reader can act on: its message is one plain sentence, without the full stop,
 * that says what failed and what to do. It is shown without a stack.
 */
export class Problem extends Error {}

/**
 * Ends the program the way every script here does: one sentence and exit status 1.
 * @param {unknown} error
 * @returns {never}
 */
export function fail(error) {
  const message =
    error instanceof Problem
      ? error.message
      : `Something unforeseen failed: ${error}`;
  process.stderr.write(`${message}.\n`);
  process.exit(1);
}
