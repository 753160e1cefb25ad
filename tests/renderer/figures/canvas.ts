/** A brush that draws nothing and measures each letter as half as wide as it is high. */
import type { Brush } from "../../../renderer/plot/brush";
import { SvgBrush } from "../../../renderer/figures/svg-brush";

export function measure(text: string, font: string): number {
  const size = Number(/(\d+)px/.exec(font)?.[1]);
  return 0.55 * size * text.length;
}

export function measuring(): Brush {
  return new SvgBrush("measure", measure);
}
