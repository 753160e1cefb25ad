import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { settingsChanges, type Settings } from "../core/contract/settings";

const { screen, theme, archive, compare } = settingsChanges.shape;

/** Anything that is wrong or missing is as in a new file. */
const storedSchema = z.object({
  /** Where the window was, in device-independent pixels. */
  window: z
    .object({
      x: z.int(),
      y: z.int(),
      width: z.int().positive(),
      height: z.int().positive(),
      isMaximized: z.boolean(),
    })
    .nullable()
    .catch(null),
  screen: screen.unwrap().catch(""),
  theme: theme.unwrap().catch("system"),
  archive: archive.unwrap().catch({}),
  compare: compare.unwrap().catch({}),
});

type Stored = z.output<typeof storedSchema>;
export type WindowPlace = NonNullable<Stored["window"]>;

/** Small things to remember, in `settings.json`. Losing them is no loss: no error ever. */
export class SettingsFile {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, "settings.json");
  }

  /** What a person chose. */
  read(): Settings {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- main's own business
    const { window, ...settings } = this.#stored();
    return settings;
  }

  get windowPlace(): WindowPlace | null {
    return this.#stored().window;
  }

  /** Changes what is named and keeps the rest. */
  change(changes: Partial<Stored>) {
    const stored = { ...this.#stored(), ...changes };
    const temporary = `${this.#path}.tmp`;
    try {
      writeFileSync(temporary, `${JSON.stringify(stored, null, 2)}\n`);
      renameSync(temporary, this.#path);
    } catch {
      // The folder cannot be written; the window says so already.
    }
  }

  #stored(): Stored {
    try {
      return storedSchema.parse(JSON.parse(readFileSync(this.#path, "utf8")));
    } catch {
      return storedSchema.parse({});
    }
  }
}
