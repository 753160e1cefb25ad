/** How the phase plane is drawn, on screen and in figures. */
import type { Stage } from "../../core/theory/stages";
import type { Drawing, Size } from "../plot/brush";
import { family, letter } from "../plot/lettering";
import type { Point } from "../plot/model";
import {
  markPath,
  stageInks,
  visits,
  type PhaseModel,
  type TrailPoint,
} from "./phase-plane";
import { drawAxes, plotIn, room, shareOf, tenth } from "../plot/plane";

const stages = [1, 2, 3, 4] as const;

/**
 * Steps t and t + 2 are joined: x changes its sign at every step.
 * @param at index of the point being read, after which the path is faint; null for all of it
 */
export function phaseDrawing(model: PhaseModel, at: number | null): Drawing {
  const { trail, delta, rings } = model;
  const past = at === null ? trail : trail.slice(0, at + 1);
  return (brush, whole, palette, names = { x: "x", y: "y" }) => {
    const size = plotIn(whole);
    const { width, height } = size;
    const place = (point: Point): [number, number] => {
      const [x, y] = shareOf(point, model);
      return [tenth(x * width), tenth(y * height)];
    };
    const pathOf = (points: Point[]) =>
      `M${points.map((point) => place(point).join(" ")).join("L")}`;
    const lineOf = (points: TrailPoint[], stage: Stage) =>
      points
        .map((point, i) =>
          i >= 2 && points[i - 2].stage === stage
            ? pathOf([points[i - 2], point])
            : "",
        )
        .join("");
    const marksOf = (points: TrailPoint[], stage: Stage) =>
      points
        .filter((point) => point.stage === stage)
        .map((point) => markPath(stage, ...place(point), 2))
        .join("");
    const middle = place({ x: 0, y: 0 })[1];
    const cycles = delta === null ? [] : [delta, -delta];
    const across = cycles.map((x) => place({ x, y: 0 })[0]);

    brush.translate(room.left, room.top);
    brush.lineJoin = "round";
    brush.clipTo(0, 0, width, height);
    brush.lineWidth = 1;
    brush.strokeStyle = palette.muted;
    brush.globalAlpha = 0.45;
    for (const ring of rings) brush.strokePath(`${pathOf(ring)}Z`);
    brush.globalAlpha = 1;
    brush.setLineDash([2, 3]);
    for (const x of across) brush.strokePath(`M${x} 0V${height}`);
    brush.strokeStyle = palette.threshold;
    brush.lineWidth = 1.5;
    brush.setLineDash([7, 4]);
    brush.strokePath(`M0 ${middle}H${width}`);
    brush.setLineDash([]);

    if (delta !== null) {
      const outer = (delta + model.x.max) / 2;
      /** The number of each stage where it is. */
      const regions: [Stage, number, number][] = [
        [1, 0, height - 17],
        [2, 0, 13],
        [3, outer, 13],
        [4, outer, height - 17],
        [3, -outer, 13],
        [4, -outer, height - 17],
      ];
      brush.font = `600 15px ${family}`;
      brush.textAlign = "center";
      brush.textBaseline = "middle";
      for (const [stage, x, y] of regions) {
        brush.fillStyle = palette[stageInks[stage]];
        brush.fillText(String(stage), place({ x, y: 0 })[0], y);
      }
    }

    for (const stage of stages) {
      const ink = palette[stageInks[stage]];
      brush.strokeStyle = ink;
      brush.fillStyle = ink;
      brush.lineWidth = 1.25;
      brush.globalAlpha = 0.22;
      brush.strokePath(lineOf(trail, stage));
      brush.globalAlpha = 1;
      brush.lineWidth = 1.5;
      brush.strokePath(lineOf(past, stage));
      brush.fillPath(marksOf(past, stage));
    }
    for (const { from, to, stage, isDone } of tips(model, past.length)) {
      const [x, y] = place(to);
      const [dx, dy] = [x - place(from)[0], y - place(from)[1]];
      if (Math.hypot(dx, dy) < 1) continue;
      brush.fillStyle = palette[stageInks[stage]];
      brush.globalAlpha = isDone ? 1 : 0.35;
      brush.fillPath(tipPath(x, y, Math.atan2(dy, dx)));
    }
    brush.globalAlpha = 1;

    brush.strokeStyle = palette.ink;
    brush.fillStyle = palette.paper;
    for (const x of across) {
      brush.beginPath();
      brush.arc(x, middle, 4.5, 0, 2 * Math.PI);
      brush.fill();
      brush.stroke();
    }
    const point = at === null ? undefined : trail.at(at);
    if (point?.stage) {
      const d = markPath(point.stage, ...place(point), 6);
      brush.fillStyle = palette[stageInks[point.stage]];
      brush.fillPath(d);
      brush.strokeStyle = palette.paper;
      brush.lineWidth = 2;
      brush.strokePath(d);
    }
    brush.unclip();

    drawAxes(brush, model, [names.x, names.y], size, palette);
    letter(brush, "S = 2/η", {
      x: width + 8,
      y: middle,
      align: "left",
      colour: palette.threshold,
    });
    across.forEach((x, i) =>
      letter(brush, ["δ", "−δ"][i], {
        x,
        y: height - 12,
        align: "center",
        colour: palette.muted,
        halo: palette.paper,
      }),
    );
  };
}

/** Index of the point of the path nearest to a place in the picture; −1 without a path. */
export function indexNear(model: PhaseModel, whole: Size, at: Point): number {
  const { width, height } = plotIn(whole);
  let nearest = -1;
  let least = Infinity;
  model.trail.forEach((point, i) => {
    const [x, y] = shareOf(point, model);
    const distance = Math.hypot(
      room.left + x * width - at.x,
      room.top + y * height - at.y,
    );
    if (distance >= least) return;
    least = distance;
    nearest = i;
  });
  return nearest;
}

/** In the middle of each visit to a stage two points of the path, between which a tip shows its way. */
function tips({ trail }: PhaseModel, passed: number) {
  return visits(trail).flatMap(({ stage, first, last }) => {
    const middle = (first + last) >> 1;
    const to = trail.at(middle + 2);
    if (last - first < 4 || !to) return [];
    return [{ from: trail[middle], to, stage, isDone: middle < passed }];
  });
}

/** A triangle that points at a place from an angle. */
function tipPath(x: number, y: number, angle: number): string {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corners = [
    [0, 0],
    [-9, -4.5],
    [-9, 4.5],
  ].map(
    ([along, aside]) =>
      `${tenth(x + along * cos - aside * sin)} ${tenth(y + along * sin + aside * cos)}`,
  );
  return `M${corners.join("L")}Z`;
}
