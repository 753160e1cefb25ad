import { app, Menu, type MenuItemConstructorOptions } from "electron";

/** The standard menu of the platform. Reload and developer tools only while developing. */
export function setMenu() {
  const isMac = process.platform === "darwin";
  const developing: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ role: "reload" }, { role: "toggleDevTools" }, { type: "separator" }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      isMac
        ? { role: "appMenu" }
        : { label: "&File", submenu: [{ role: "quit" }] },
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
    ]),
  );
}
