/**
 * Runs the application named on the command line, as the default app of an Electron that comes
 * from Electron's own host does: `electron [flags] <folder or file>`.
 */
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { app, dialog } from "electron";

const preloads = [];
let target;
const words = process.argv.slice(1);
while (words.length > 0 && target === undefined) {
  const word = words.shift();
  if (word === "-r" || word === "--require") preloads.push(words.shift());
  else if (!word.startsWith("-")) target = path.resolve(word);
}

if (preloads.length > 0) Module._preloadModules(preloads);
if (target === undefined) {
  console.error("Name the folder of the application to run.");
  app.exit(1);
} else {
  await start(target);
}

async function start(folder) {
  Object.defineProperty(process, "defaultApp", {
    enumerable: true,
    value: true,
  });
  const about = path.join(folder, "package.json");
  const named = fs.existsSync(about);
  if (named) {
    const { name, productName, version } = JSON.parse(
      fs.readFileSync(about, "utf8"),
    );
    if (version) app.setVersion(version);
    app.setName(productName ?? name ?? app.getName());
  }
  try {
    const main = createRequire(import.meta.url).resolve(folder);
    app.setAppPath(named ? folder : path.dirname(main));
    await import(pathToFileURL(main).href);
  } catch (error) {
    console.error(error);
    dialog.showErrorBox(
      "The application could not be started",
      String(error?.stack ?? error),
    );
    app.exit(1);
  }
}
