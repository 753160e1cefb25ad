/** How the map of what a network says of each place of a plane is drawn. */
import type { MapPicture, MapPoints } from "../../../core/views/picture";
import { plain } from "../../lib/format";
import type { Brush, Drawing, Size } from "../../plot/brush";
import { letter } from "../../plot/lettering";
import { rampSteps, type Ink, type Palette } from "../../plot/palette";
import { drawAxes, plotIn, room, shareOf, tenth } from "../../plot/plane";
import { classInk, classMark, drawMarks, rangeOf } from "./samples";

/** Shades of a class, from where the network wavers to where it is sure. */
const shades = [0.1, 0.2, 0.3, 0.4];

export function mapDrawing(picture: MapPicture): Drawing {
  const view = { x: picture.x, y: picture.y };
  return (brush, whole, palette, names = { x: "x₁", y: "x₂" }) => {
    const size = plotIn(whole);
    brush.translate(room.left, room.top);
    brush.clipTo(0, 0, size.width, size.height);
    for (const { ink, alpha, path } of areas(picture, size)) {
      brush.globalAlpha = alpha;
      brush.fillStyle = palette[ink];
      brush.fillPath(path);
    }
    brush.globalAlpha = 1;
    const { train, test } = picture;
    if (test) drawPoints(brush, picture, test, size, palette, true);
    drawPoints(brush, picture, train, size, palette, false);
    brush.unclip();
    drawAxes(brush, view, [names.x, names.y], size, palette);
    if (!picture.classes) drawScale(brush, picture, size, palette);
  };
}

interface Area {
  ink: Ink;
  alpha: number;
  path: string;
}

/** Cells of one look as one path, neighbours in a row as one rectangle. */
function areas(picture: MapPicture, { width, height }: Size): Area[] {
  const { size } = picture;
  const lookOf = looks(picture);
  const found = new Map<string, Area>();
  const edge = (share: number, length: number) =>
    tenth((share / size) * length);
  for (let row = 0; row < size; row++) {
    // Rows count from the least y, pixels from the top.
    const top = edge(size - 1 - row, height);
    const bottom = edge(size - row, height);
    for (let from = 0; from < size;) {
      const { ink, alpha } = lookOf(row * size + from);
      let to = from + 1;
      for (; to < size; to++) {
        const next = lookOf(row * size + to);
        if (next.ink !== ink || next.alpha !== alpha) break;
      }
      const key = `${ink} ${alpha}`;
      const area = found.get(key) ?? { ink, alpha, path: "" };
      area.path += `M${edge(from, width)} ${top}H${edge(to, width)}V${bottom}H${edge(from, width)}Z`;
      found.set(key, area);
      from = to;
    }
  }
  return [...found.values()];
}

/** The colour of a cell, and how strong it is. */
function looks({
  cells,
  values,
}: MapPicture): (cell: number) => Omit<Area, "path"> {
  const { min, max } = rangeOf([values], 0);
  const share = (value: number) =>
    max > min ? (value - min) / (max - min) : 0;
  if (cells) {
    // By the middle of all leads, which a few very sure places would not move.
    const sorted = values.toSorted();
    const sure = 2 * sorted[sorted.length >> 1] || 1;
    return (cell) => ({
      ink: classInk(cells[cell]),
      alpha:
        shades[
          Math.min(
            shades.length - 1,
            Math.floor((values[cell] / sure) * shades.length) || 0,
          )
        ],
    });
  }
  return (cell) => ({ ink: rampInk(share(values[cell])), alpha: 0.85 });
}

function rampInk(share: number): Ink {
  const step = Math.floor((Number.isFinite(share) ? share : 0) * rampSteps);
  return `ramp-${Math.min(rampSteps - 1, Math.max(0, step))}`;
}

function drawPoints(
  brush: Brush,
  { classes, x, y, values }: MapPicture,
  points: MapPoints,
  size: Size,
  palette: Palette,
  isTest: boolean,
) {
  const view = { x, y };
  const place = (i: number): [number, number] => {
    const [left, top] = shareOf({ x: points.x[i], y: points.y[i] }, view);
    return [left * size.width, top * size.height];
  };
  const range = rangeOf([values], 0);
  const inkOf = (target: number): Ink =>
    classes
      ? classInk(target)
      : rampInk((target - range.min) / (range.max - range.min));
  const marks = new Map<Ink, string>();
  let rings = "";
  points.target.forEach((target, i) => {
    const ink = inkOf(target);
    const own = classes ? target : 0;
    marks.set(
      ink,
      (marks.get(ink) ?? "") + classMark(own, ...place(i), isTest ? 3.5 : 3),
    );
    if (classes && target !== points.predicted[i])
      rings += classMark(0, ...place(i), 6.5);
  });
  for (const [ink, d] of marks)
    drawMarks(brush, d, { ink: palette[ink], around: palette.paper }, isTest);
  if (!rings) return;
  brush.strokeStyle = palette.ink;
  brush.lineWidth = 1.5;
  brush.strokePath(rings);
}

/** The least and the greatest output, each in its colour. */
function drawScale(
  brush: Brush,
  { values }: MapPicture,
  { width }: Size,
  palette: Palette,
) {
  const { min, max } = rangeOf([values], 0);
  [max, min].forEach((value, i) => {
    brush.fillStyle = palette[rampInk(i === 0 ? 1 : 0)];
    brush.fillPath(`M${width + 8} ${i * 18}h10v10h-10Z`);
    letter(brush, plain(value, 2), {
      x: width + 21,
      y: 5 + i * 18,
      align: "left",
      colour: palette.muted,
    });
  });
}
