import { z } from "zod";
import type {
  Settings,
  SettingsChanges,
  ScreenName,
} from "../../core/contract/settings";

/** Where the choices of all parts of the window are kept between two starts. */
export interface Store {
  readonly now: Settings;
  change(changes: SettingsChanges): void;
}

/** One zod schema a choice, each with what holds where nothing valid is stored: `z.boolean().catch(false)`. */
type Fields = Record<string, z.ZodCatch>;

/**
 * The choices of one part of the window, which survive a restart. What an older, newer or damaged
 * file holds is taken as far as it is valid; every other field has the value of its `catch`.
 */
export class Kept<F extends Fields> {
  readonly #store: Store;
  readonly #name: ScreenName;
  readonly #stored = $derived.by(() => this.#store.now[this.#name]);
  /** Stays the same object until a choice of this part changes. */
  readonly now: z.output<z.ZodObject<F>> = $derived.by(() =>
    this.#schema.parse(this.#stored),
  );
  readonly #schema: z.ZodObject<F>;

  /** @param name of the part in the settings file */
  constructor(store: Store, name: ScreenName, fields: F) {
    this.#store = store;
    this.#name = name;
    this.#schema = z.object(fields);
  }

  /** Changes what is named, at once on screen and soon on disk. */
  change(changes: Partial<z.output<z.ZodObject<F>>>) {
    this.#store.change({ [this.#name]: { ...this.now, ...changes } });
  }
}
