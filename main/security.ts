import {
  app,
  session,
  type IpcMainInvokeEvent,
  type WebContents,
  type WebPreferences,
} from "electron";
import { origin } from "./assets";

/**
 * What every page of the lab may do.
 * @param preload path of the bundled preload script, of a page that asks the lab for something
 */
export function pagePreferences(preload?: string): WebPreferences {
  return {
    ...(preload !== undefined && { preload }),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
    // A run goes on while the window is behind another one, and its curves with it.
    backgroundThrottling: false,
  };
}

/** No host has an address here: Chromium itself asks nobody either. Must be called before the app is ready. */
export function goOffline() {
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
}

/** Takes away what the pages do not need: the network, permissions, other pages, downloads. */
export function harden() {
  const { defaultSession } = session;
  // Chromium would fetch the dictionary from a server at the first start.
  defaultSession.setSpellCheckerEnabled(false);
  defaultSession.setSpellCheckerLanguages([]);
  defaultSession.on("will-download", (event) => event.preventDefault());
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
