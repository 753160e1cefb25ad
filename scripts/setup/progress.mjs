const SPARSE_MS = 10_000;

/** @typedef {{ update(detail: string): void, done(detail?: string): void }} Step */
/** @typedef {{ step(label: string): Step, line(text: string): void }} Progress */

/**
 * One line a step: redrawn in place on a terminal; in a file or a pipe, a plain line at most
 * every ten seconds.
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} stream
 * @returns {Progress}
 */
export function createProgress(stream, now = Date.now) {
  const draw = (/** @type {string} */ text) =>
    stream.write(`\r\x1b[2K${text.slice(0, (stream.columns ?? 80) - 1)}`);
  const line = (/** @type {string} */ text) =>
    void stream.write(`${stream.isTTY ? "\r\x1b[2K" : ""}${text}\n`);
  return {
    line,
    step(label) {
      let last = now();
      const text = (/** @type {string | undefined} */ detail) =>
        detail ? `${label} · ${detail}` : label;
      return {
        update(detail) {
          if (stream.isTTY) draw(text(detail));
          else if (now() - last >= SPARSE_MS) {
            last = now();
            stream.write(`${text(detail)}\n`);
          }
        },
        done: (detail) => line(text(detail)),
      };
    },
  };
}

/** How far a download is. @param {number} bytes @param {number} [total] */
export function megabytes(bytes, total) {
  if (bytes === 0) return "waiting for the download";
  const inMb = (/** @type {number} */ value) => `${Math.round(value / 1e6)} MB`;
  return total
    ? `${inMb(Math.min(bytes, total))} of ${inMb(total)}`
    : inMb(bytes);
}
