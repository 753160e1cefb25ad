import {
  app,
  session,
  type IpcMainInvokeEvent,
  type WebContents,
} from "electron";
import { origin } from "./assets";

/** Takes away what the pages do not need: the network, permissions, other pages. */
export function harden() {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  );
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest(
    {
      urls: ["http://*/*", "https://*/*", "ws://*/*", "wss://*/*", "ftp://*/*"],
    },
    (_details, answer) => answer({ cancel: true }),
  );
  app.on("web-contents-created", (_event, contents) => confine(contents));
}

/** Whether a request comes from the page itself: the top frame, at its own address. */
export function isTrusted(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    frame === event.sender.mainFrame &&
    frame.origin === origin
  );
}

function confine(contents: WebContents) {
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}
