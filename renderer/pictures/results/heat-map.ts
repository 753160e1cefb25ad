/** Results against two settings: a cell for each pair of values, with the mean of its runs. */
import type { VariedValue } from "../../../core/experiment/varied";
import { grouped, meanOf, type Mean, type Spot } from "./outcome";
import { distinct, nameScale, numberScale, type Scale } from "./scale";

export interface Cell {
  column: number;
  row: number;
  /** Its runs; none in a cell that is missing. */
  spots: Spot[];
  mean: Mean | null;
}

export interface HeatMap {
  x: Scale;
  y: Scale;
  names: [x: string, y: string];
  /** Row by row from the foot. */
  cells: Cell[];
  columns: number;
  rows: number;
  /** The place of a value on the scale of colours, from 0 to 1. */
  tone: (value: number) => number;
  least: number;
  most: number;
  text: (value: number) => string;
}

export function heatMap(
  spots: Spot[],
  names: HeatMap["names"],
  texts: [x: (v: VariedValue) => string, y: (v: VariedValue) => string],
  text: HeatMap["text"],
): HeatMap {
  const [xs, ys] = [
    distinct(spots.map((s) => s.x)),
    distinct(spots.map((s) => s.by)),
  ];
  const pairs = new Map(
    grouped(spots, (s) => `${xs.indexOf(s.x)} ${ys.indexOf(s.by)}`).map(
      (same) => [`${xs.indexOf(same[0].x)} ${ys.indexOf(same[0].by)}`, same],
    ),
  );
  const cells = ys.flatMap((_, row) =>
    xs.map((_, column): Cell => {
      const own = pairs.get(`${column} ${row}`) ?? [];
      return { column, row, spots: own, mean: meanOf(own) };
    }),
  );
  const means = cells.flatMap(({ mean }) => (mean ? [mean.mean] : []));
  const [least, most] = [Math.min(...means), Math.max(...means)];
  // Its ends are the least and the most: the scale leaves no air.
  const place = numberScale(means, "round").isLog ? Math.log : (v: number) => v;
  const span = place(most) - place(least);
  return {
    x: nameScale(xs, texts[0]),
    y: nameScale(ys, texts[1]),
    names,
    cells,
    columns: xs.length,
    rows: ys.length,
    tone: (value) => (span > 0 ? (place(value) - place(least)) / span : 0.5),
    least,
    most,
    text,
  };
}
