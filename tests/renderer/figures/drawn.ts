/** A drawing as the SVG of a figure, without a window. */
import type { Drawing } from "../../../renderer/plot/brush";
import type { Palette } from "../../../renderer/plot/palette";
import { SvgBrush } from "../../../renderer/figures/svg-brush";

/** Every colour is its own name. */
const palette = new Proxy({} as Palette, { get: (_, name) => name });

export function drawn(drawing: Drawing): string {
  const brush = new SvgBrush("plot", (text) => 6 * text.length);
  drawing(brush, { width: 600, height: 400 }, palette);
  return brush.document(600, 400, "");
}
