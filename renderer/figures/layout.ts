/** Where the parts of a figure are, in the pixels of its drawing. */
import type { Brush, Size } from "../plot/brush";
import { family, plainFont, widthOf } from "../plot/lettering";
import type { Figure, Panel } from "./figure";
import { scaleOf, type Format } from "./format";
import { placeLegend, type PlacedEntry } from "./legend";
import { wrapped } from "./wrap";

/** What a person writes in the place of the words of a figure. */
export interface Texts {
  title: string;
  x: string;
  /** Of each panel. */
  y: string[];
}

export function textsOf({ title, panels }: Figure): Texts {
  const x = panels.at(-1)?.x ?? "";
  return { title, x, y: panels.map((panel) => panel.y) };
}

export interface SheetText {
  text: string;
  font: string;
  x: number;
  /** Of the middle of the letters. */
  y: number;
  align: "left" | "right";
  isMuted: boolean;
}

export interface PlacedPanel {
  panel: Panel;
  /** Name of the x axis within the plot; empty where it has none there. */
  x: string;
  top: number;
  size: Size;
}

export interface Sheet extends Size {
  margin: number;
  texts: SheetText[];
  entries: PlacedEntry[];
  panels: PlacedPanel[];
  /** What there was no room for, in sentences. */
  leftOut: string[];
}

export const smallFont = `10px ${family}`;
/** A figure so wide has a larger title and margin. */
const wide = 480;
const captionLine = 16;
const smallLine = 14;
/** Lowest plot, with its numbers. */
const lowest = 104;
/** A longer name of the x axis has a line of its own below the numbers. */
const inlineName = 46;

/** A figure cannot be drawn as it is wanted. The message says why. */
export class NoRoom extends Error {}

/**
 * Lays a figure out. Without room for the caption and the legend they are left out, in this order.
 * @throws NoRoom where a fixed height leaves none for the charts
 */
export function layOut(
  brush: Brush,
  figure: Figure,
  texts: Texts,
  format: Format,
): Sheet {
  const { hasLegend, hasCaption } = format;
  // One curve is named by its axis and its title.
  const isLegend = hasLegend && figure.legend.length > 1;
  const tries = [
    { isLegend, isCaption: hasCaption },
    { isLegend, isCaption: false },
    { isLegend: false, isCaption: hasCaption },
    { isLegend: false, isCaption: false },
  ];
  for (const parts of tries) {
    const leftOut = [
      ...(isLegend && !parts.isLegend ? [legendSentence(figure)] : []),
      ...(hasCaption && !parts.isCaption ? [captionSentence] : []),
    ];
    const sheet = attempt(brush, figure, texts, format, parts);
    if (sheet) return { ...sheet, leftOut };
  }
  throw new NoRoom(
    "The height leaves no room for the charts: make the figure higher, or the type size smaller.",
  );
}

function legendSentence({ legend }: Figure): string {
  return `The legend is left out: its ${legend.length} entries do not fit at this size. Make the figure wider, or the type size smaller.`;
}

const captionSentence =
  "The caption is left out: it does not fit at this height.";

interface Parts {
  isLegend: boolean;
  isCaption: boolean;
}

function attempt(
  brush: Brush,
  figure: Figure,
  texts: Texts,
  format: Format,
  { isLegend, isCaption }: Parts,
): Omit<Sheet, "leftOut"> | null {
  const scale = scaleOf(format);
  const width = format.width * scale;
  const isWide = width >= wide;
  const margin = isWide ? 16 : 8;
  const inner = width - 2 * margin;
  const out: SheetText[] = [];
  let y = margin;
  const write = (
    lines: string[],
    font: string,
    line: number,
    more: Partial<SheetText> = {},
  ) => {
    for (const text of lines) {
      const at = { x: margin, y: y + line / 2 };
      out.push({ text, font, ...at, align: "left", isMuted: false, ...more });
      y += line;
    }
  };

  const titleSize = isWide ? 15 : 13;
  const titleFont = `600 ${titleSize}px ${family}`;
  write(
    wrapped(brush, texts.title, titleFont, inner),
    titleFont,
    titleSize + 5,
  );
  if (texts.title) y += 4;
  const legend = placeLegend(brush, isLegend ? figure.legend : [], inner);
  const legendTop = y;
  y += legend.height;
  if (legend.height > 0) y += 6;

  const rows = figure.panels.map((panel, i) => ({
    panel,
    heading: wrapped(brush, texts.y[i] ?? "", plainFont, inner),
    natural: naturalHeight(panel, inner, figure.panels.length),
  }));
  const isInline = widthOf(brush, texts.x) <= inlineName;
  const below = isInline ? [] : wrapped(brush, texts.x, plainFont, inner);
  const isDropped = format.hasLegend && figure.legend.length > 1 && !isLegend;
  const caption = isCaption
    ? [figure.caption, ...(isDropped ? [legendNote(figure)] : [])]
    : [];
  const captionLines = caption.flatMap((text) =>
    wrapped(brush, text, plainFont, inner),
  );
  const stampLines = isCaption
    ? figure.stamp.flatMap((text) => wrapped(brush, text, smallFont, inner))
    : [];

  const naturalSum = sum(rows.map(({ natural }) => natural));
  const foot =
    (captionLines.length + stampLines.length > 0 ? 8 : 0) +
    captionLine * captionLines.length +
    smallLine * stampLines.length +
    margin;
  const between =
    captionLine *
    (sum(rows.map(({ heading }) => heading.length)) + below.length);
  const wanted = format.height === null ? null : format.height * scale;
  const room = wanted === null ? naturalSum : wanted - y - between - foot;
  if (room < lowest * rows.length || legend.height > room) return null;

  const panels = rows.map(({ panel, heading, natural }, i): PlacedPanel => {
    write(heading, plainFont, captionLine);
    const height = (room * natural) / naturalSum;
    const size = { width: inner, height };
    const isLast = i === rows.length - 1;
    const top = y;
    y += height;
    return { panel, x: isLast && isInline ? texts.x : "", top, size };
  });
  write(below, plainFont, captionLine, {
    align: "right",
    x: width - margin,
    isMuted: true,
  });
  if (captionLines.length + stampLines.length > 0) y += 8;
  write(captionLines, plainFont, captionLine);
  write(stampLines, smallFont, smallLine, { isMuted: true });
  return {
    width,
    height: wanted ?? roundedUp(y + margin, format),
    margin,
    texts: out,
    entries: legend.entries.map((entry) => ({
      ...entry,
      x: entry.x + margin,
      y: entry.y + legendTop,
    })),
    panels,
  };
}

function legendNote({ legend }: Figure): string {
  return `Without a legend of its ${legend.length} entries.`;
}

/** To whole pixels, or tenths of a millimetre, of the figure. */
function roundedUp(height: number, format: Format): number {
  const parts = scaleOf(format) / (format.unit === "mm" ? 10 : 1);
  return Math.ceil(height / parts) * parts;
}

function naturalHeight(
  { tallness }: Panel,
  width: number,
  panels: number,
): number {
  const usual = 128 + 0.27 * width;
  return tallness?.(width) ?? (panels > 1 ? 0.72 * usual : usual);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
