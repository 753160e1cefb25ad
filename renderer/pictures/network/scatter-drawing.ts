/** How predictions are drawn over their targets. */
import type { ScatterPart, ScatterPicture } from "../../../core/views/picture";
import type { Brush, Drawing, Size } from "../../plot/brush";
import type { Palette } from "../../plot/palette";
import {
  drawAxes,
  plotIn,
  room,
  shareOf,
  tenth,
  type View,
} from "../../plot/plane";
import { classInk, classMark, drawMarks, rangeOf } from "./samples";

/** The same range on both axes: a prediction that is right lies on the diagonal. */
export function scatterDrawing({ train, test }: ScatterPicture): Drawing {
  const parts = test ? [test, train] : [train];
  const range = rangeOf(
    parts.flatMap(({ targets, predicted }) => [...targets, ...predicted]),
  );
  const view = { x: range, y: range };
  return (brush, whole, palette, names = { x: "target", y: "f" }) => {
    const size = plotIn(whole);
    brush.translate(room.left, room.top);
    brush.clipTo(0, 0, size.width, size.height);
    brush.strokeStyle = palette.muted;
    brush.lineWidth = 1;
    brush.setLineDash([4, 4]);
    brush.strokePath(`M0 ${tenth(size.height)}L${tenth(size.width)} 0`);
    for (const part of parts)
      drawPart(brush, part, view, size, palette, part === test);
    brush.unclip();
    drawAxes(brush, view, [names.x, names.y], size, palette);
  };
}

function drawPart(
  brush: Brush,
  { targets, predicted }: ScatterPart,
  view: View,
  size: Size,
  palette: Palette,
  isTest: boolean,
) {
  targets.forEach((target, column) => {
    let marks = "";
    target.forEach((x, i) => {
      const y = predicted[column][i];
      if (!Number.isFinite(y)) return;
      const [left, top] = shareOf({ x, y }, view);
      marks += classMark(column, left * size.width, top * size.height, 3);
    });
    const ink = palette[classInk(column)];
    // Many lie on each other.
    brush.globalAlpha = 0.7;
    drawMarks(brush, marks, { ink }, isTest);
    brush.globalAlpha = 1;
  });
}
