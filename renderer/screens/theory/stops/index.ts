import type { Component } from "svelte";
import type { TheoryView } from "../view";

export interface StopEntry {
  id: string;
  title: string;
  Stop: Component<{ view: TheoryView | null }>;
}

/** The argument, stop by stop. */
export const stops: readonly StopEntry[] = [];
