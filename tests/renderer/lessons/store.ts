import {
  defaultSettings,
  type Settings,
  type SettingsChanges,
} from "../../../core/contract/settings";
import type { Store } from "../../../renderer/lib/kept.svelte";

/** Settings that last as long as the object. */
export function pageStore(stored: Partial<Settings> = {}): Store {
  let now: Settings = { ...defaultSettings, ...stored };
  return {
    get now() {
      return now;
    },
    change: (changes: SettingsChanges) => void (now = { ...now, ...changes }),
  };
}
