import { existsSync } from "node:fs";
import { LabFailure } from "../../core/errors";
import type { Dialogs } from "./dialogs";

/** Where this lab saved files: the only paths that the window may have shown in the file manager. */
export class SavedFiles {
  readonly #paths = new Set<string>();

  /** @param showFile shows a file in the file manager of the system */
  constructor(private readonly showFile: (path: string) => void) {}

  /** The same dialogs; where a person says to save is remembered. */
  watch(dialogs: Dialogs): Dialogs {
    return {
      save: async (name, filters) => {
        const path = await dialogs.save(name, filters);
        if (path !== null) this.#paths.add(path);
        return path;
      },
      open: (filters, several) => dialogs.open(filters, several),
    };
  }

  /** Shows a file that was saved. @throws LabFailure for any other, and for one that is gone */
  show(path: string) {
    if (!this.#paths.has(path))
      throw new LabFailure({
        code: "bad-request",
        message:
          "Only files that were saved since Edge Lab was started can be shown.",
      });
    if (!existsSync(path))
      throw new LabFailure({
        code: "file",
        message: `${path} is no longer there: it was moved, renamed or deleted.`,
      });
    this.showFile(path);
  }
}
