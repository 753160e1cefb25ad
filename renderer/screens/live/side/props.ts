import type { RunDetail } from "../../../../core/contract/api";
import type { Lab } from "../../../lib/api";
import type { LiveController } from "../Controller.svelte";

/** What every tab beside the charts is given. */
export interface SideProps {
  lab: Lab;
  live: LiveController;
  run: RunDetail;
  /** Goes to a step in the charts. */
  onread: (step: number) => void;
  /** Lays the theory beside the run. */
  ontheory: () => void;
}
