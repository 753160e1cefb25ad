/**
 * What the lab's main process uses of Electron, for a main process that runs under Node with its pages in Chromium.
 * The test holds Chromium and the other end of the calls.
 */
import { fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "./calls.mjs";
import { BrowserWindow, frameOf, setCall } from "./windows.mjs";

// Electron is given the folder of the lab.
process.argv[1] = process.cwd();

const nothing = () => {};
const version = JSON.parse(readFileSync("package.json", "utf8")).version;

/** @type {import("node:child_process").ChildProcess[]} */
const engines = [];
const switches = [];

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  commandLine: {
    appendSwitch: (name, value) => switches.push(`--${name}=${value}`),
  },
  setPath: nothing,
  getVersion: () => version,
  getAppPath: () => process.cwd(),
  addRecentDocument: nothing,
  exit: (code) => process.exit(code),
  requestSingleInstanceLock: () => true,
  whenReady: () => call("ready", switches),
  getAppMetrics: () =>
    engines.map(({ pid, name }) => ({
      type: "Utility",
      serviceName: "node.mojom.NodeService",
      name,
      pid,
    })),
  quit() {
    for (const window of BrowserWindow.getAllWindows()) window.close();
    let isHeld = false;
    app.emit("will-quit", { preventDefault: () => (isHeld = true) });
    if (!isHeld) process.exit();
  },
});

export const utilityProcess = {
  fork(script, args, { serviceName, cwd, env, execArgv = [] }) {
    const port = new URL("parent-port.mjs", import.meta.url).href;
    const child = fork(script, args, {
      cwd,
      env,
      execArgv: [
        `--import=${port}`,
        ...execArgv.map((word) => word.replace("--js-flags=", "")),
      ],
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    engines.push(Object.assign(child, { name: serviceName }));
    child.on("error", nothing);
    child.on("exit", (code, signal) => {
      engines.splice(engines.indexOf(child), 1);
      if (code === 0) return;
      const reason = signal === "SIGKILL" ? "killed" : "abnormal-exit";
      const details = { name: serviceName, reason, exitCode: code ?? 9 };
      app.emit("child-process-gone", {}, details);
    });
    return Object.assign(child, {
      postMessage: (message) =>
        child.connected && child.send(message, undefined, undefined, nothing),
    });
  },
};

let themeSource = "system";
export const nativeTheme = {
  shouldUseDarkColors: false,
  get themeSource() {
    return themeSource;
  },
  set themeSource(source) {
    themeSource = source;
    void call("setTheme", source);
  },
};

const workArea = { x: 0, y: 0, width: 10_000, height: 10_000 };
export const screen = { getAllDisplays: () => [{ workArea }] };

/** Tests answer dialogs by replacing these functions. */
export const dialog = {
  showSaveDialog: async () => ({ canceled: true, filePath: "" }),
  showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
};
export const shell = { showItemInFolder: nothing, openPath: async () => "" };
export const Notification = { isSupported: () => false };

const pages = new Map();
export const protocol = {
  registerSchemesAsPrivileged: nothing,
  handle: (scheme, answer) => pages.set(`${scheme}:`, answer),
};

const requests = new Map();
export const ipcMain = {
  handle: (channel, answer) => requests.set(channel, answer),
};

// Permissions, downloads and the network: the test lets no page have them.
export const session = {
  defaultSession: {
    setSpellCheckerEnabled: nothing,
    setSpellCheckerLanguages: nothing,
    setPermissionRequestHandler: nothing,
    setPermissionCheckHandler: nothing,
    setDevicePermissionHandler: nothing,
    on: nothing,
    webRequest: { onBeforeRequest: nothing },
  },
};

const menuItem = ({ submenu, ...item }) => ({
  type: submenu ? "submenu" : "normal",
  visible: true,
  label: "",
  ...item,
  submenu: submenu && { items: submenu.map(menuItem) },
});
let menu = null;
export const Menu = {
  buildFromTemplate: (template) => ({ items: template.map(menuItem) }),
  setApplicationMenu: (built) => (menu = built),
  getApplicationMenu: () => menu,
};

export const nativeImage = {
  createFromBuffer: (bytes) => ({
    isEmpty: () => bytes.subarray(1, 4).toString() !== "PNG",
    getSize: () => ({
      width: bytes.readUInt32BE(16),
      height: bytes.readUInt32BE(20),
    }),
  }),
};

/** The clipboard of Electron 45. */
let copied = [];
export const clipboard = {
  clear: () => (copied = []),
  write: async (items) => void (copied = items),
  read: async () => copied,
  has: async (type) => copied.some((item) => item.types.includes(type)),
};
class ClipboardItem {
  #blobs;
  constructor(blobs) {
    this.#blobs = blobs;
  }
  get types() {
    return Object.keys(this.#blobs);
  }
  async getType(type) {
    return this.#blobs[type];
  }
}

export { BrowserWindow };
const electron = {
  app,
  utilityProcess,
  nativeTheme,
  screen,
  dialog,
  shell,
  Notification,
  protocol,
  ipcMain,
  session,
  Menu,
  nativeImage,
  clipboard,
  ClipboardItem,
  BrowserWindow,
};
export default electron;

const call = connect(process, {
  /** What a page gets from an address. */
  async fetch(method, url) {
    const answer = pages.get(new URL(url).protocol);
    const response = await answer({ method, url });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  },
  /** A request of a page. */
  invoke: (window, origin, isTop, channel, args) =>
    requests.get(channel)(frameOf(window, origin, isTop), ...args),
  /** A function of a test. */
  evaluate: (text, arg) => (0, eval)(`(${text})`)(electron, arg),
});
setCall(call);
process.on("disconnect", () => app.quit());
