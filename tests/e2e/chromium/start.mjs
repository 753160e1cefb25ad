/** Imported before the lab's main process: gives it the Electron of this folder. */
import * as module from "node:module";

const electron = new URL("electron.mjs", import.meta.url).href;

// Node 20 knows only hooks in a thread of their own.
if (module.registerHooks)
  module.registerHooks({
    resolve: (name, context, next) =>
      name === "electron"
        ? { url: electron, shortCircuit: true }
        : next(name, context),
  });
else
  module.register(
    `data:text/javascript,${encodeURIComponent(
      `export const resolve = (name, context, next) =>
        name === "electron"
          ? { url: "${electron}", shortCircuit: true }
          : next(name, context);`,
    )}`,
  );
