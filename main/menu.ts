import { app, Menu, type MenuItemConstructorOptions } from "electron";
import type { LabEvents } from "../core/contract/api";

type Choice = LabEvents["menuChosen"];

/**
 * The standard menu of the platform, and the screens and sheets of the lab that a person looks for in one. All of it
 * can be reached by Alt and the underlined letters; what is wanted often has keys of its own. Reload and developer
 * tools only while developing.
 * @param choose lets the window show a screen or a sheet
 */
export function setMenu(choose: (choice: Choice) => void) {
  const isMac = process.platform === "darwin";
  const developing: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ role: "reload" }, { role: "toggleDevTools" }, { type: "separator" }];
  const item = (
    label: string,
    choice: Choice,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    label,
    click: () => choose(choice),
    ...(accelerator && { accelerator }),
  });
  const care = (label: string, begin?: "backUp" | "check") =>
    item(label, { sheet: "archive-care", ...(begin && { begin }) });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: "appMenu" } as const] : []),
      {
        label: "&File",
        submenu: [
          item("&New run", { screen: "new" }, "CmdOrCtrl+N"),
          { type: "separator" },
          item("Collect &results of a study…", { collect: true }),
          { type: "separator" },
          care("&Archive and backups…"),
          care("&Back up now", "backUp"),
          care("&Check the archive", "check"),
          { type: "separator" },
          item("&Settings…", { sheet: "settings" }, "CmdOrCtrl+,"),
          { type: "separator" },
          { role: isMac ? "close" : "quit" },
        ],
      },
      { role: "editMenu", label: "&Edit" },
      {
        label: "&View",
        submenu: [
          ...developing,
          item("&Archive", { screen: "archive" }, "CmdOrCtrl+1"),
          item("&Compare", { screen: "compare" }, "CmdOrCtrl+2"),
          item("&Theory", { screen: "theory" }, "CmdOrCtrl+3"),
          { type: "separator" },
          { role: "resetZoom" },
          { role: "zoomIn" },
          { role: "zoomOut" },
          { type: "separator" },
          { role: "togglefullscreen" },
        ],
      },
      { role: "windowMenu", label: "&Window" },
      {
        role: "help",
        label: "&Help",
        submenu: [
          item("&Lessons…", { sheet: "lessons" }, "F1"),
          item("&Documentation…", { sheet: "docs" }),
          item("&Keys…", { sheet: "keys" }),
          item("&About and licences…", { sheet: "about" }),
        ],
      },
    ]),
  );
}
