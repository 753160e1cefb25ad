import type { Pin } from "../../../core/run/organise";
import type { Axis } from "../../plot/model";
import { pageChoices, type PageChoices } from "./PageChoices.svelte";

/** How a person looks at one run. It is kept when they go to another screen and come back. */
export class Look {
  /** What is chosen for all runs. */
  readonly page: PageChoices;
  /** Step that the person went to; null for the latest. */
  held = $state<number | null>(null);
  /** The steps that all charts show; null for all of them. */
  window = $state.raw<Axis | null>(null);
  /** Ranges of y that a person has set, by the key of the chart. */
  ranges = $state.raw<Readonly<Record<string, Axis>>>({});
  /** Whether the map of a landscape shows more than the path. */
  wide = $state(false);
  /** The note being written, or written anew. */
  draft = $state<Pin | null>(null);

  constructor(page: PageChoices = pageChoices()) {
    this.page = page;
  }
}
