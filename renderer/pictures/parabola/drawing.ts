import type { Drawing, Size } from "../../plot/brush";
import { letter } from "../../plot/lettering";
import type { Point } from "../../plot/model";
import { tenth } from "../../plot/plane";
import type { ParabolaModel } from "./model";

/** Room around the valley in pixels. */
const room = { left: 12, right: 12, top: 10, bottom: 22 };
/** What is along x. */
export const alongU = "along the steepest direction u";
/** How much of the picture is below the bottom of the valley. */
const below = 0.07;
const pieces = 80;

/**
 * The valley, the narrowest valley in which the steps converge (dashed), the loss as it is (dotted) and the steps from
 * one wall to the other.
 */
export function parabolaDrawing(model: ParabolaModel): Drawing {
  const { places, edge, real, reach, height } = model;
  return (brush, whole, palette, names = { x: alongU, y: "" }) => {
    const size: Size = {
      width: Math.max(80, whole.width - room.left - room.right),
      height: whole.height - room.top - room.bottom,
    };
    const at = ({ x, y }: Point): [number, number] => [
      tenth(((x + reach) / (2 * reach)) * size.width),
      tenth((1 - (y / height) * (1 - below) - below) * size.height),
    ];
    const line = (points: Point[]) =>
      `M${points.map((point) => at(point).join(" ")).join("L")}`;
    const valley = (factor: number) =>
      line(
        Array.from({ length: pieces + 1 }, (_, i) => {
          const x = ((2 * i) / pieces - 1) * reach;
          return { x, y: factor * x * x };
        }),
      );
    brush.translate(room.left, room.top);
    brush.clipTo(0, 0, size.width, size.height);
    brush.lineJoin = "round";
    if (edge !== null) {
      brush.strokeStyle = palette.threshold;
      brush.lineWidth = 1.5;
      brush.setLineDash([7, 4]);
      brush.strokePath(valley(edge));
    }
    brush.setLineDash([]);
    brush.strokeStyle = palette.sharpness;
    brush.lineWidth = 2;
    brush.strokePath(valley(1));
    if (real.length > 1) {
      brush.strokeStyle = palette.loss;
      brush.lineWidth = 2;
      brush.setLineDash([2, 3]);
      brush.strokePath(line(real));
      brush.setLineDash([]);
    }
    brush.strokeStyle = palette.ink;
    brush.lineWidth = 1.25;
    places.forEach((x, i) => {
      if (i === 0) return;
      const before = places[i - 1];
      brush.globalAlpha = faded(i);
      brush.strokePath(
        line([
          { x: before, y: before * before },
          { x, y: x * x },
        ]),
      );
    });
    places.forEach((x, i) => {
      const [left, top] = at({ x, y: x * x });
      brush.globalAlpha = faded(i);
      brush.fillStyle = palette.ink;
      brush.beginPath();
      brush.arc(left, top, i === 0 ? 5 : 3.5, 0, 2 * Math.PI);
      brush.fill();
    });
    brush.globalAlpha = 1;
    brush.unclip();
    const [left, top] = at({ x: places[0], y: 1 });
    letter(brush, "start", {
      x: left + (places[0] > 0 ? 9 : -9),
      y: top + 2,
      align: places[0] > 0 ? "left" : "right",
      colour: palette.ink,
      halo: palette.paper,
    });
    letter(brush, names.x, {
      x: size.width / 2,
      y: size.height + 12,
      align: "center",
      colour: palette.muted,
    });
  };
}

/** Later steps are fainter, and the last still to be seen. */
function faded(step: number): number {
  return Math.max(0.3, 1 - 0.07 * step);
}
