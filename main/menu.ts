import { app, Menu, type MenuItemConstructorOptions } from "electron";
import type { LabEvents } from "../core/contract/api";

/**
 * The standard menu of the platform, and the sheets of the lab that a person looks for in one. Reload
 * and developer tools only while developing.
 * @param choose lets the window show a sheet
 */
export function setMenu(choose: (choice: LabEvents["menuChosen"]) => void) {
  const isMac = process.platform === "darwin";
  const developing: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ role: "reload" }, { role: "toggleDevTools" }, { type: "separator" }];
  const care = (
    label: string,
    begin?: "backUp" | "check",
  ): MenuItemConstructorOptions => ({
    label,
    click: () => choose({ sheet: "archive-care", ...(begin && { begin }) }),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: "appMenu" } as const] : []),
      {
        label: "&File",
        submenu: [
          care("&Archive and backups…"),
          care("&Back up now", "backUp"),
          care("&Check the archive", "check"),
          { type: "separator" },
          { role: isMac ? "close" : "quit" },
        ],
      },
      { role: "editMenu" },
      {
        label: "&View",
        submenu: [
          ...developing,
          { role: "resetZoom" },
          { role: "zoomIn" },
          { role: "zoomOut" },
          { type: "separator" },
          { role: "togglefullscreen" },
        ],
      },
      { role: "windowMenu" },
      {
        role: "help",
        submenu: [
          { label: "&Lessons…", click: () => choose({ sheet: "lessons" }) },
          {
            label: "&About and licences…",
            click: () => choose({ sheet: "about" }),
          },
        ],
      },
    ]),
  );
}
