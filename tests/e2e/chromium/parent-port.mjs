/** Imported before the lab's engine: Electron's channel to it, over the one that Node gives its children. */
Object.assign(process, {
  parentPort: {
    // The main process may have ended.
    postMessage: (message) =>
      process.connected &&
      process.send(message, undefined, undefined, () => {}),
    on: (_, listener) => process.on("message", (data) => listener({ data })),
  },
});
// As in Electron: an engine does not outlive its main process.
process.on("disconnect", () => process.exit());
