import { getContext, setContext } from "svelte";
import type { Player } from "../lib/player.svelte";
import type { Drawing } from "../plot/brush";
import type { Reading } from "../plot/readout";

/** One picture of a presentation, as it is at the place of the player. */
export interface Slide {
  key: string;
  title: string;
  draw: Drawing;
  readings: readonly Reading[];
  /** The picture in words. */
  words: string;
}

/** What is presented: pictures that all move with one player. */
export interface Deck {
  /** Of the run. */
  readonly name: string;
  readonly slides: readonly Slide[];
  readonly player: Player;
  /** Places where something happened, ascending: Page Up and Page Down go from one to the next. */
  readonly marks: readonly number[];
  /** Told how wide the picture is, in device pixels, for curves that are read at that width. */
  onwidth?(pixels: number): void;
  /** Where the player is, in words. */
  readonly place: string;
}

const context = Symbol("presenter");

export type Present = (deck: Deck) => void;

/** Gives what presents to all components below. */
export function providePresenter(present: Present) {
  setContext(context, present);
}

/** Presents a deck; undefined in a page that cannot. */
export function usePresenter(): Present | undefined {
  return getContext<Present | undefined>(context);
}
