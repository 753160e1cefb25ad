import type { TargetName } from "../../core/lessons/targets";
import type { DesignController } from "../screens/design/Controller.svelte";
import type { SectionName } from "../screens/design/sections";

/** The parts of a new run that are folded, by the targets in them. */
const sections: Partial<Record<TargetName, SectionName>> = {
  "design.data": "data",
  "design.model": "model",
  "design.method": "method",
  "design.measure": "measure",
};

/** Opens what is closed over a target on its screen. */
export function revealed(
  target: TargetName,
  design: Pick<DesignController, "reveal">,
) {
  const section = sections[target];
  if (section) design.reveal(section);
}
