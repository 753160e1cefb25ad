/** What Electron starts: the window, or after --headless the command line. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { app } from "electron";

const headless = process.argv.indexOf("--headless");

if (headless < 0) await import("./main");
else commandLine(process.argv.slice(headless + 1));

/** Engines can be started once the app is ready, which waits for the end of this file. */
function commandLine(words: string[]) {
  // Chromium wants a folder of its own, though no page is opened.
  const browser = mkdtempSync(join(tmpdir(), "edge-lab-"));
  app.setPath("userData", browser);
  process.on("exit", () => rmSync(browser, { recursive: true, force: true }));
  process.argv = [process.argv[0], "edge-lab-cli", ...words];
  void app
    .whenReady()
    .then(() => import("./cli"))
    .catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
    })
    // Unlike Node, Electron does not end when there is nothing more to do.
    .finally(() => process.exit(process.exitCode));
}
