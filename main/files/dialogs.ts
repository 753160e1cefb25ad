import { dialog, type BrowserWindow, type FileFilter } from "electron";
import { labFile } from "../../core/contract/files";

/** Asks a person for files. */
export interface Dialogs {
  /** Where to save; null when the person thinks better of it. @param name suggested file name */
  save(name: string, filters: FileFilter[]): Promise<string | null>;
  /** Which to open; none when the person thinks better of it. */
  open(filters: FileFilter[], several: boolean): Promise<string[]>;
}

/**
 * The dialogs of the operating system, in front of the window when there is one.
 * @param chosen is told of each file of the lab that was chosen
 */
export function electronDialogs(
  window: () => BrowserWindow | null,
  chosen: (path: string) => void,
): Dialogs {
  const tell = (paths: string[]) =>
    paths.filter((path) => labFile.test(path)).forEach(chosen);
  return {
    async save(name, filters) {
      const options = { defaultPath: name, filters };
      const owner = window();
      const { filePath, canceled } = await (owner
        ? dialog.showSaveDialog(owner, options)
        : dialog.showSaveDialog(options));
      if (canceled || !filePath) return null;
      tell([filePath]);
      return filePath;
    },
    async open(filters, several) {
      const properties: ("openFile" | "multiSelections")[] = several
        ? ["openFile", "multiSelections"]
        : ["openFile"];
      const options = { properties, filters };
      const owner = window();
      const { filePaths } = await (owner
        ? dialog.showOpenDialog(owner, options)
        : dialog.showOpenDialog(options));
      tell(filePaths);
      return filePaths;
    },
  };
}

/** The dialog of the operating system for a folder; null when the person thinks better of it. */
export function folderDialog(
  window: () => BrowserWindow | null,
): () => Promise<string | null> {
  return async () => {
    const options = { properties: ["openDirectory" as const] };
    const owner = window();
    const { filePaths } = await (owner
      ? dialog.showOpenDialog(owner, options)
      : dialog.showOpenDialog(options));
    return filePaths[0] ?? null;
  };
}
