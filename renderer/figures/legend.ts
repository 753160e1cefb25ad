/** Where the entries of a legend are. */
import type { Brush } from "../plot/brush";
import { plainFont, widthOf } from "../plot/lettering";
import type { Entry } from "./figure";
import { wrapped } from "./wrap";

/** The piece of line before an entry, and the space after it. */
export const keyWidth = 36;
export const legendLine = 16;
const gap = 12;
const mostColumns = 4;

export interface PlacedEntry {
  entry: Entry;
  lines: string[];
  x: number;
  /** Of the middle of its first line. */
  y: number;
}

/** Entries row by row in as many columns as their labels leave room for; long labels are wrapped. */
export function placeLegend(
  brush: Brush,
  legend: Entry[],
  width: number,
): { entries: PlacedEntry[]; height: number } {
  const widest = Math.max(
    0,
    ...legend.map(({ label }) => widthOf(brush, label)),
  );
  const fitting = Math.floor((width + gap) / (widest + keyWidth + gap));
  const columns = Math.max(1, Math.min(mostColumns, legend.length, fitting));
  // Few short entries stand together, not across the whole width.
  const column =
    columns > 1
      ? Math.min((width + gap) / columns, widest + keyWidth + 2 * gap)
      : width + gap;
  const room = column - gap - keyWidth;
  let top = 0;
  let height = 0;
  const entries = legend.map((entry, i): PlacedEntry => {
    if (i % columns === 0) {
      top += height;
      height = 0;
    }
    const lines =
      widthOf(brush, entry.label) <= room
        ? [entry.label]
        : wrapped(brush, entry.label, plainFont, room);
    height = Math.max(height, legendLine * lines.length);
    return { entry, lines, x: (i % columns) * column, y: top + legendLine / 2 };
  });
  return { entries, height: top + height };
}
