/** Those for which Node installs a handler when it starts. */
const handled = ["SIGINT", "SIGTERM", "SIGUSR1"] as const;

/**
 * Gives the signals that Node handles their default action back, which is to end the process.
 *
 * Where oneDNN's operations are off, TensorFlow multiplies matrices with code that it generates while it
 * runs and that uses the stack pointer to walk through a matrix. A signal handler that interrupts it
 * writes its frame there: into the matrix, or over the heap. So a process that computes has no handler.
 */
export function removeSignalHandlers() {
  for (const signal of handled) {
    const listener = () => undefined;
    process.on(signal, listener);
    // libuv restores the default action with the last listener.
    process.off(signal, listener);
  }
}
