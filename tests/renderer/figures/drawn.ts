/** A drawing as the SVG of a figure, without a window. */
import type { Drawing } from "../../../renderer/plot/brush";
import type { Palette } from "../../../renderer/plot/palette";
import { SvgBrush } from "../../../renderer/figures/svg-brush";

/** Every colour is its own name. */
export const palette = new Proxy({} as Palette, { get: (_, name) => name });

const head = { width: "600px", height: "400px", title: "", description: "" };

export function drawn(drawing: Drawing): string {
  const brush = new SvgBrush("plot", (text) => 6 * text.length);
  const size = { width: 600, height: 400 };
  drawing(brush, size, palette);
  return brush.document(size, head);
}
