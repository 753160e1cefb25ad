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
  /** What it says, in a sentence. */
  gist: string;
  Stop: Component<{ view: TheoryView | null }>;
}

/** The argument, stop by stop. */
export const stops: readonly StopEntry[] = [
  {
    id: "lemma",
    title: "The descent lemma",
    gist: "Below 2/η each step lowers the loss; above it nothing is promised.",
    Stop: Lemma,
  },
  {
    id: "solves",
    title: "What it implicitly solves",
    gist: "Gradient descent minimises the loss subject to S ≤ 2/η.",
    Stop: Solves,
  },
  {
    id: "constrained",
    title: "The constrained trajectory",
    gist: "The path that gradient descent would take if it were held at the edge exactly.",
    Stop: Constrained,
  },
  {
    id: "assumptions",
    title: "The assumptions",
    gist: "What the proof needs, each with its number on the run.",
    Stop: Assumptions,
  },
  {
    id: "stages",
    title: "The four stages",
    gist: "A cycle at the edge: sharpening, growth, self-stabilisation, return.",
    Stop: Stages,
  },
  {
    id: "factor",
    title: "The factor of 2",
    gist: "Why the threshold is 2/η, and where the ½ of the parabola goes.",
    Stop: Factor,
  },
  {
    id: "dynamics",
    title: "The full dynamics",
    gist: "The whole run is predicted, and compared with what came.",
    Stop: Dynamics,
  },
  {
    id: "limits",
    title: "Limits",
    gist: "Where the figures stop meaning what they say, and whether that is so here.",
    Stop: Limits,
  },
  {
    id: "several",
    title: "Several instabilities",
    gist: "More than one eigenvalue at the edge: the central flow.",
    Stop: Several,
  },
];
