/** The windows of Electron as pages of Chromium. */
import { EventEmitter } from "node:events";

/** @type {(name: string, ...args: unknown[]) => Promise<unknown>} */
let call;
// A page may have been closed.
const tell = (...args) => void call(...args).catch(() => {});

/** Says how the test is reached, which holds the pages. */
export function setCall(reached) {
  call = reached;
}

let opened = 0;
/** @type {Map<number, BrowserWindow>} */
const all = new Map();

export class BrowserWindow extends EventEmitter {
  static getAllWindows = () => [...all.values()];
  #id = ++opened;
  #size;
  #isThere;

  constructor({ width, height, webPreferences: { preload } }) {
    super();
    const id = this.#id;
    this.#size = { width, height };
    all.set(id, this);
    this.#isThere = call("open", id, this.#size, preload);
    this.webContents = {
      mainFrame: {},
      send: (channel, payload) => tell("send", id, channel, payload),
      reload: () => tell("reload", id),
      executeJavaScript: (code) => call("execute", id, code),
      printToPDF: (options) => call("print", id, options),
      setZoomFactor: (factor) => tell("zoom", id, factor, this.#size),
    };
  }

  async loadURL(url) {
    await this.#isThere;
    await call("load", this.#id, url);
    this.emit("ready-to-show");
  }

  setContentSize(width, height) {
    this.#size = { width, height };
    tell("resize", this.#id, this.#size);
  }

  getNormalBounds() {
    return { x: 0, y: 0, ...this.#size };
  }

  close() {
    this.emit("close");
    this.destroy();
  }

  destroy() {
    if (!all.delete(this.#id)) return;
    tell("close", this.#id);
    this.emit("closed");
  }

  isDestroyed() {
    return !all.has(this.#id);
  }

  isFocused = () => true;
  isMaximized = () => false;
  isMinimized = () => false;
  maximize() {}
  restore() {}
  show() {}
  focus() {}
}

/** The event of a request, from which the lab sees who asks. */
export function frameOf(id, origin, isTop) {
  const sender = all.get(id).webContents;
  const frame = isTop ? sender.mainFrame : {};
  frame.origin = origin;
  return { sender, senderFrame: frame };
}
