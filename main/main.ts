/** The main process: puts the parts together and takes them apart at the end. */
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  app,
  nativeTheme,
  Notification,
  shell,
  type BrowserWindow,
} from "electron";
import type { Settings } from "../core/contract/settings";
import { readAbout } from "./about";
import { ArchiveKeeper } from "./archive-keeper";
import { archivePath, dataFolder } from "./data-folder";
import { forkEngine } from "./engine/fork";
import { environmentOf } from "./engine/kernel-environment";
import { electronClipboard } from "./clipboard";
import { electronDialogs, folderDialog } from "./files/dialogs";
import { makeHandlers } from "./handlers";
import { announceTo, serveRequests } from "./ipc";
import { Log } from "./log";
import { setMenu } from "./menu";
import { registerScheme, servePages } from "./protocol";
import { queueNotice } from "./queue-notice";
import { printFigure, printReport } from "./print";
import { goOffline, harden, isTrusted } from "./security";
import { SessionMark } from "./session-mark";
import { SettingsFile } from "./settings";
import { focusWindow, openWindow } from "./window";
import { makeSample } from "./sample";

const folder = dataFolder();
const out = join(import.meta.dirname, "..");
const preload = join(out, "preload", "preload.cjs");
const log = new Log(folder);
const note = (error: unknown) => log.write(error);

// A run may be going: better a strange state of the window than none at all.
process.on("uncaughtException", note);
process.on("unhandledRejection", note);

app.setPath("userData", browserFolder());
registerScheme();
goOffline();

let window: BrowserWindow | null = null;
if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start() {
  app.on("second-instance", () => focusWindow(window));
  app.on("window-all-closed", () => app.quit());
  await app.whenReady();
  harden();
  const announce = announceTo(() => window);
  setMenu((choice) => announce("menuChosen", choice));
  servePages(join(out, "renderer"));
  const settings = new SettingsFile(folder);
  // The page follows it through prefers-color-scheme, the dialogs and menus too.
  const follow = ({ theme }: Settings) => (nativeTheme.themeSource = theme);
  follow(settings.read());
  const keeper = new ArchiveKeeper({
    version: app.getVersion(),
    about: () => readAbout(out),
    archivePath: archivePath(folder),
    fork: (kernels, purpose) =>
      forkEngine(
        join(out, "main", "worker.js"),
        purpose ? [purpose] : [],
        (text) => log.write(`engine: ${text}`),
        kernels ? { env: { ...process.env, ...environmentOf(kernels) } } : {},
      ),
    dialogs: electronDialogs(() => window),
    chooseFolder: folderDialog(() => window),
    settings,
    settingsChanged: follow,
    printReport: (subject) => printReport(preload, subject),
    printFigure,
    clipboard: electronClipboard,
    announce,
    onError: note,
    queueEmptied: queueNotice({
      isWanted: () => settings.read().notifications,
      isFocused: () => window?.isFocused() ?? false,
      show: notify,
    }),
    prepare: (lab) => makeSample(lab, settings),
    mark: new SessionMark(folder),
    startAnew: () => window?.webContents.reload(),
    showFile,
  });
  keeper.lab().catch(note);
  quitInOrder(keeper);
  serveRequests(makeHandlers(keeper, note), isTrusted);
  window = openWindow(preload, settings);
  window.on("closed", () => (window = null));
}

/** Shows a notice of the system, where it has them; a click brings the window forward. */
function notify(options: { title: string; body: string }) {
  if (!Notification.isSupported()) return;
  const notice = new Notification(options);
  notice.on("click", () => focusWindow(window));
  notice.show();
}

/** In the file manager of the system: the file, or the folder that it should be in. */
function showFile(path: string) {
  if (existsSync(path)) shell.showItemInFolder(path);
  else void shell.openPath(dirname(path));
}

/** Holds the end of the program back until the run is stored and the archive is closed. */
function quitInOrder(keeper: ArchiveKeeper) {
  let isClosed = false;
  app.on("will-quit", (event) => {
    if (isClosed) return;
    event.preventDefault();
    void keeper
      .close()
      .catch(note)
      .finally(() => {
        isClosed = true;
        // Not before this quit is called off: it would be taken for the same one.
        setImmediate(() => app.quit());
      });
  });
}

/** Where Chromium keeps its own files; also what tells two instances with different data apart. */
function browserFolder(): string {
  const path = join(folder, "browser");
  try {
    mkdirSync(path, { recursive: true });
    return path;
  } catch {
    // The window still opens, and says that the folder cannot be used.
    return mkdtempSync(join(tmpdir(), "edge-lab-"));
  }
}
