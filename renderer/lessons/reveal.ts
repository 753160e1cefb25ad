import type { TargetName } from "../../core/lessons/targets";
import type { DesignController } from "../screens/design/Controller.svelte";
import type { LiveController } from "../screens/live/Controller.svelte";
import type { SectionName } from "../screens/design/sections";

/** The parts of a new run that are folded, by the targets in them. */
const sections: Partial<Record<TargetName, SectionName>> = {
  "design.data": "data",
  "design.model": "model",
  "design.method": "method",
  "design.measure": "measure",
};

/** Charts and tabs beside them that a person may have put away, by the targets in them. */
const charts: Partial<Record<TargetName, string>> = {
  "run.loss": "loss",
  "run.sharpness": "sharpness",
};
const tabs: Partial<Record<TargetName, string>> = {
  "run.gauge": "gauge",
  "run.events": "events",
  "run.notes": "notes",
};

/** Opens what is closed over a target on its screen. */
export function revealed(
  target: TargetName,
  design: Pick<DesignController, "reveal">,
  live: Pick<LiveController, "look" | "showChart"> | null,
) {
  const section = sections[target];
  if (section) design.reveal(section);
  const chart = charts[target];
  if (chart) live?.showChart(chart, true);
  const tab = tabs[target];
  if (tab) live?.look.page.change({ tab });
}
