/** The main process: puts the parts together and takes them apart at the end. */
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  app,
  dialog,
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
import { namedFiles } from "./files/named-files";
import { OpenedFiles } from "./files/opened-files";
import { handOverProblem } from "./hand-over";
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

const browser = browserFolder();
app.setPath("userData", browser);
registerScheme();
goOffline();

let window: BrowserWindow | null = null;
const announce = announceTo(() => window);
const openedFiles = new OpenedFiles({
  arrived: () => announce("filesWaiting", null),
  opened: remember,
});
// macOS names files by events, also before the app is ready.
app.on("open-file", (event, path) => {
  event.preventDefault();
  open([path]);
});
const problem = handOverProblem(process.argv, browser);
if (problem !== null) void refuse(problem);
else if (app.requestSingleInstanceLock()) void start();
else app.quit();

/** Says why the lab does not start, in the terminal and in a dialog, and ends. */
async function refuse(why: string) {
  process.stderr.write(`${why}\n`);
  await app.whenReady();
  await dialog.showMessageBox({ type: "error", message: why });
  app.exit(1);
}

async function start() {
  const named = (words: string[], workingFolder: string) =>
    open(namedFiles(words.slice(1), workingFolder, app.getAppPath()));
  named(process.argv, process.cwd());
  app.on("second-instance", (_event, words, workingFolder) =>
    named(words, workingFolder),
  );
  app.on("window-all-closed", () => app.quit());
  await app.whenReady();
  harden();
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
    openedFiles,
    dialogs: electronDialogs(() => window, remember),
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

/** Brings the window forward, and lets it take these files. */
function open(paths: string[]) {
  openedFiles.add(paths);
  focusWindow(window);
}

/** Among the recent documents of the system, where it has them. */
function remember(path: string) {
  if (process.platform !== "linux") app.addRecentDocument(path);
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
