import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from "electron";
import { requestNames, type Reply } from "../core/contract/api";
import type { Announce } from "./archivist";
import { eventChannel, requestChannel } from "./channels";
import type { Handlers } from "./handlers";

const refusal: Reply<never> = {
  ok: false,
  error: {
    code: "bad-request",
    message: "Only the window of Edge Lab may ask for this.",
  },
};

/** Answers the requests of pages that may make them. */
export function serveRequests(
  handlers: Handlers,
  isTrusted: (event: IpcMainInvokeEvent) => boolean,
) {
  for (const name of requestNames)
    ipcMain.handle(requestChannel(name), (event, ...args: unknown[]) =>
      isTrusted(event) ? handlers[name](args) : refusal,
    );
}

/** Sends events to a window, as long as there is one. */
export function announceTo(window: () => BrowserWindow | null): Announce {
  return (event, payload) => {
    const target = window();
    if (target && !target.isDestroyed())
      target.webContents.send(eventChannel(event), payload);
  };
}
