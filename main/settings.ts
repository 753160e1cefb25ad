import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import {
  defaultSettings,
  settingsChanges,
  type Settings,
} from "../core/contract/settings";

const { shape } = settingsChanges;
const initial = defaultSettings;

/** No screen is larger, and the system keeps places of windows in 32 bits. */
const pixels = z.int().min(-100_000).max(100_000);

/** Anything that is wrong or missing is as in a new file. */
const storedSchema = z.object({
  /** Where the window was, in device-independent pixels. */
  window: z
    .object({
      x: pixels,
      y: pixels,
      width: pixels.positive(),
      height: pixels.positive(),
      isMaximized: z.boolean(),
    })
    .nullable()
    .catch(null),
  /** Whether the sample run was made: once, and never again when it was deleted. */
  sampleMade: z.boolean().catch(false),
  screen: shape.screen.unwrap().catch(initial.screen),
  run: shape.run.unwrap().catch(initial.run),
  compared: shape.compared.unwrap().catch(initial.compared),
  theme: shape.theme.unwrap().catch(initial.theme),
  engines: shape.engines.unwrap().catch(initial.engines),
  notifications: shape.notifications.unwrap().catch(initial.notifications),
  keys: shape.keys.unwrap().catch(initial.keys),
  singleKeys: shape.singleKeys.unwrap().catch(initial.singleKeys),
  archive: shape.archive.unwrap().catch(initial.archive),
  compare: shape.compare.unwrap().catch(initial.compare),
  lessons: shape.lessons.unwrap().catch(initial.lessons),
  live: shape.live.unwrap().catch(initial.live),
  sidebar: shape.sidebar.unwrap().catch(initial.sidebar),
  figure: shape.figure.unwrap().catch(initial.figure),
  theory: shape.theory.unwrap().catch(initial.theory),
  studies: shape.studies.unwrap().catch(initial.studies),
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
    const { window, sampleMade, ...settings } = this.#stored();
    return settings;
  }

  get windowPlace(): WindowPlace | null {
    return this.#stored().window;
  }

  get sampleMade(): boolean {
    return this.#stored().sampleMade;
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
      rmSync(temporary, { force: true });
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
