/**
 * Calls between two processes over the channel that Node gives a process and its child.
 * @param {NodeJS.Process | import("node:child_process").ChildProcess} other
 * @param {Record<string, (...args: never[]) => unknown>} answers what the other side may call
 * @returns {(name: string, ...args: unknown[]) => Promise<unknown>} a call; rejects with the other side's message
 */
export function connect(other, answers) {
  const waiting = new Map();
  let calls = 0;
  // The other side may be about to end.
  const send = (/** @type {object} */ message) =>
    other.connected && other.send?.(message, undefined, undefined, () => {});
  other.on("message", async ({ name, args, id, value, error }) => {
    if (name === undefined) {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      return error === undefined ? resolve(value) : reject(Error(error));
    }
    try {
      const answer = /** @type {(...args: unknown[]) => unknown} */ (
        answers[name]
      );
      send({ id, value: await answer(...args) });
    } catch (thrown) {
      send({ id, error: String(thrown) });
    }
  });
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      const id = ++calls;
      waiting.set(id, { resolve, reject });
      send({ name, args, id });
    });
}
