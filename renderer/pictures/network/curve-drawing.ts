/** How the curve that a network fits is drawn over the samples. */
import type { CurvePicture, CurvePoints } from "../../../core/views/picture";
import type { Brush, Drawing, Size } from "../../plot/brush";
import { dashes, type Palette } from "../../plot/palette";
import {
  drawAxes,
  plotIn,
  room,
  shareOf,
  tenth,
  type View,
} from "../../plot/plane";
import { classInk, classMark, drawMarks, rangeOf } from "./samples";

/** Curve and samples, both whole. */
export function curveView({ x, outputs, train, test }: CurvePicture): View {
  const columns = [...outputs, ...train.targets, ...(test ? test.targets : [])];
  return {
    x: { min: x[0], max: x[x.length - 1] },
    y: rangeOf(columns),
  };
}

export function curveDrawing(picture: CurvePicture): Drawing {
  const view = curveView(picture);
  const { x, outputs, train, test } = picture;
  return (brush, whole, palette, names = { x: "x", y: "f(x)" }) => {
    const size = plotIn(whole);
    brush.translate(room.left, room.top);
    brush.clipTo(0, 0, size.width, size.height);
    if (test) drawPoints(brush, test, view, size, palette, true);
    drawPoints(brush, train, view, size, palette, false);
    brush.lineJoin = "round";
    brush.lineWidth = 2;
    outputs.forEach((output, column) => {
      brush.strokeStyle = palette[classInk(column)];
      brush.setLineDash([...dashes[column % dashes.length]]);
      const path = linePath(x, output, view, size);
      if (path) brush.strokePath(path);
    });
    brush.setLineDash([]);
    brush.unclip();
    drawAxes(brush, view, [names.x, names.y], size, palette);
  };
}

/** Broken where an output is no number. */
function linePath(x: Float64Array, y: Float64Array, view: View, size: Size) {
  let path = "";
  let isOpen = false;
  x.forEach((at, i) => {
    if (!Number.isFinite(y[i])) {
      isOpen = false;
      return;
    }
    const [left, top] = shareOf({ x: at, y: y[i] }, view);
    path += `${isOpen ? "L" : "M"}${tenth(left * size.width)} ${tenth(top * size.height)}`;
    isOpen = true;
  });
  return path;
}

function drawPoints(
  brush: Brush,
  points: CurvePoints,
  view: View,
  size: Size,
  palette: Palette,
  isTest: boolean,
) {
  points.targets.forEach((target, column) => {
    const marks = Array.from(points.x, (x, i) => {
      const [left, top] = shareOf({ x, y: target[i] }, view);
      return classMark(column, left * size.width, top * size.height, 3);
    });
    const ink = palette[points.targets.length === 1 ? "ink" : classInk(column)];
    drawMarks(brush, marks.join(""), { ink }, isTest);
  });
}
