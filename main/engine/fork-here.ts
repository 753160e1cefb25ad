/** Starts an engine process for the command line, which runs in Node.js or in the packaged program. */
export const { forkEngine } =
  process.versions.electron === undefined
    ? await import("./fork-node")
    : await import("./fork-headless");
