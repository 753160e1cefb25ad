import type { Component } from "svelte";
import type { TheoryView } from "../view";
import Lemma from "./01-lemma.svelte";
import Solves from "./02-solves.svelte";
import Constrained from "./03-constrained.svelte";
import Assumptions from "./04-assumptions.svelte";
import Stages from "./05-stages.svelte";
import Factor from "./06-factor.svelte";
import Dynamics from "./07-dynamics.svelte";
import Limits from "./08-limits.svelte";
import Several from "./09-several.svelte";

export interface StopEntry {
  id: string;
  title: string;
  Stop: Component<{ view: TheoryView | null }>;
}

/** The argument, stop by stop. */
export const stops: readonly StopEntry[] = [
  { id: "lemma", title: "The descent lemma", Stop: Lemma },
  { id: "solves", title: "What it implicitly solves", Stop: Solves },
  {
    id: "constrained",
    title: "The constrained trajectory",
    Stop: Constrained,
  },
  { id: "assumptions", title: "The assumptions", Stop: Assumptions },
  { id: "stages", title: "The four stages", Stop: Stages },
  { id: "factor", title: "The factor of 2", Stop: Factor },
  { id: "dynamics", title: "The full dynamics", Stop: Dynamics },
  { id: "limits", title: "Limits", Stop: Limits },
  { id: "several", title: "Several instabilities", Stop: Several },
];
