import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const settingsSchema = z.object({
  /** Where the window was, in device-independent pixels. */
  window: z
    .object({
      x: z.int(),
      y: z.int(),
      width: z.int().positive(),
      height: z.int().positive(),
      isMaximized: z.boolean(),
    })
    .nullable(),
});

export type Settings = z.output<typeof settingsSchema>;
export type WindowPlace = NonNullable<Settings["window"]>;

const fresh: Settings = { window: null };

/** Small things to remember, in `settings.json`. Losing them is no loss: no error ever. */
export class SettingsFile {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, "settings.json");
  }

  read(): Settings {
    try {
      return settingsSchema.parse(JSON.parse(readFileSync(this.#path, "utf8")));
    } catch {
      return fresh;
    }
  }

  write(settings: Settings) {
    try {
      writeFileSync(this.#path, `${JSON.stringify(settings, null, 2)}\n`);
    } catch {
      // The folder cannot be written; the window says so already.
    }
  }
}
