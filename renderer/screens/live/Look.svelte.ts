import type { Pin } from "../../../core/run/organise";

/** Charts that are read only while they are unfolded; some are of one column of the steps. */
export type Fold = "curvature" | "spectrum" | "test" | `steps.${string}`;

/** How a person looks at one run. It is kept when they go to another run and come back. */
export class Look {
  /** Step that the person went to; null for the latest. */
  held = $state<number | null>(null);
  unfolded = $state.raw<Fold[]>([]);
  /** Whether the map of a landscape shows more than the path. */
  wide = $state(false);
  /** The note being written, or written anew. */
  draft = $state<Pin | null>(null);
}
