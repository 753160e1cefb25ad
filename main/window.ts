import { BrowserWindow, nativeTheme, screen } from "electron";
import icon from "../build/icon.png?asset";
import { startPage } from "./assets";
import { pagePreferences } from "./security";
import type { SettingsFile, WindowPlace } from "./settings";

/** The colours of the page behind everything: no flash before it is painted. */
const paper = { light: "#fafaf8", dark: "#141416" };

/** Opens the window where it was last. @param preload path of the bundled preload script */
export function openWindow(
  preload: string,
  settings: SettingsFile,
): BrowserWindow {
  const place = settings.windowPlace;
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(place && isOnScreen(place) && boundsOf(place)),
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: "Edge Lab",
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? paper.dark : paper.light,
    webPreferences: pagePreferences(preload),
  });
  if (place?.isMaximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => {
    const isMaximized = window.isMaximized();
    settings.change({ window: { ...window.getNormalBounds(), isMaximized } });
  });
  void window.loadURL(startPage);
  return window;
}

/** Brings the window to the front. */
export function focusWindow(window: BrowserWindow | null) {
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function boundsOf({ x, y, width, height }: WindowPlace) {
  return { x, y, width, height };
}

/** A monitor may have been unplugged: enough of the window to take hold of must be visible. */
function isOnScreen(place: WindowPlace): boolean {
  const grip = 100;
  return screen.getAllDisplays().some(({ workArea }) => {
    const right = Math.min(place.x + place.width, workArea.x + workArea.width);
    const left = Math.max(place.x, workArea.x);
    const top = place.y;
    const bottom = workArea.y + workArea.height;
    return right - left >= grip && top >= workArea.y && top <= bottom - grip;
  });
}
