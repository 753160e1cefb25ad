import { z } from "zod";
import {
  defaultSettings,
  type Settings,
  type SettingsChanges,
} from "../../../core/contract/settings";
import { Kept, type Store } from "../../lib/kept.svelte";

/** The width of the side column in pixels: at first, and within what it can be moved. */
export const sideWidth = { usual: 352, least: 240, most: 900 };

const fields = {
  /** Keys of the charts shown; a run has only some of them. */
  charts: z.array(z.string()).catch(["loss", "sharpness"]),
  /** Heights of the charts, as shares of each other. */
  weights: z.record(z.string(), z.number().positive().max(1000)).catch({}),
  /** Whether the x axis of a run with mini-batches is in epochs. */
  epochs: z.boolean().catch(false),
  /** The tab of the side column; empty for the first one that a run has. */
  tab: z.string().catch(""),
  side: z
    .number()
    .min(sideWidth.least)
    .max(sideWidth.most)
    .catch(sideWidth.usual),
};

/** What a person has chosen about the run page; it is the same for every run and survives a restart. */
export type PageChoices = Kept<typeof fields>;

/** @param store where the choices are kept; left out, they last as long as the object */
export function pageChoices(store: Store = new Unsaved()): PageChoices {
  return new Kept(store, "live", fields);
}

class Unsaved implements Store {
  now = $state.raw<Settings>(defaultSettings);

  change(changes: SettingsChanges) {
    this.now = { ...this.now, ...changes };
  }
}
