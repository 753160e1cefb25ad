import {
  defaultSettings,
  type Settings,
  type SettingsChanges,
} from "../core/contract/settings";
import type { Lab } from "./lib/api";

/**
 * What the lab remembers of the person's choices. Comfort only: choices that are lost are no reason
 * to disturb anyone.
 */
export class Preferences {
  now = $state.raw<Settings>(defaultSettings);
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  async load() {
    this.now = await this.#lab.settings.read().catch(() => defaultSettings);
  }

  /** Changes what is named, at once on screen and on disk. */
  change(changes: SettingsChanges) {
    this.now = { ...this.now, ...changes };
    this.#lab.settings.save(changes).catch(() => undefined);
  }

  /** Takes back what is chosen on the settings sheet. */
  reset() {
    const { theme, engines, notifications } = defaultSettings;
    this.change({ theme, engines, notifications });
  }
}
