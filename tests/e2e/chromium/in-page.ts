/**
 * Runs in a page before its own scripts: gives a preload script what it uses of Electron.
 * @param preload the script, a CommonJS module
 */
export function inPage(preload: (require: () => object) => void) {
  // As in Electron: frames have no preload script.
  if (window !== window.top) return;
  const listeners = new Map<unknown, EventListener>();
  const { invokeMain } = window as unknown as {
    invokeMain: (channel: string, args: unknown[]) => Promise<unknown>;
  };
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: object) =>
        Object.assign(window, { [name]: api }),
    },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) =>
        invokeMain(channel, args),
      on(channel: string, listener: (event: object, payload: unknown) => void) {
        const hear = (event: Event) =>
          listener({}, (event as CustomEvent).detail);
        listeners.set(listener, hear);
        addEventListener(channel, hear);
      },
      removeListener: (channel: string, listener: unknown) =>
        removeEventListener(channel, listeners.get(listener) as EventListener),
    },
    // Pages of Chromium do not learn where a file lies.
    webUtils: { getPathForFile: () => "" },
  };
  preload(() => electron);
}
