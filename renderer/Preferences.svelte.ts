import {
  defaultSettings,
  type Settings,
  type SettingsChanges,
} from "../core/contract/settings";
import type { Lab } from "./lib/api";
import type { Store } from "./lib/kept.svelte";

/** Milliseconds between two writes: a slider that is dragged changes a choice with every pixel. */
const pause = 250;

/**
 * What the lab remembers of the person's choices: the one place for whatever survives a restart.
 * Comfort only: choices that are lost are no reason to disturb anyone.
 */
export class Preferences implements Store {
  now = $state.raw<Settings>(defaultSettings);
  /** Changes that are not on disk yet. */
  #unsaved: SettingsChanges | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly lab: Lab) {}

  async load() {
    this.now = await this.lab.settings.read().catch(() => defaultSettings);
  }

  /** Changes what is named, at once on screen and soon on disk. */
  change(changes: SettingsChanges) {
    this.now = { ...this.now, ...changes };
    this.#unsaved = { ...this.#unsaved, ...changes };
    if (this.#timer === undefined) this.save();
  }

  /** Writes what has not been written yet; also before the window closes. */
  save() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#unsaved) return;
    this.lab.settings.save(this.#unsaved).catch(() => undefined);
    this.#unsaved = null;
    this.#timer = setTimeout(() => this.save(), pause);
  }

  /** Takes back what is chosen on the settings sheet. */
  reset() {
    const { theme, engines, notifications } = defaultSettings;
    this.change({ theme, engines, notifications });
  }
}
