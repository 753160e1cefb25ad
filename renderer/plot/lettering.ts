import { raisedParts } from "../lib/format";
import type { Brush } from "./brush";

export const family = '"Inter Variable", system-ui, sans-serif';
/** Of all letters but raised exponents and lowered digits, which are small. */
export const plainFont = `12px ${family}`;
const smallFont = `9px ${family}`;

interface Part {
  text: string;
  small: boolean;
  shift: number;
}

/** "10⁻²" and "λ_2" in parts. */
function partsOf(label: string): Part[] {
  return label.split(/(_\d+)/).flatMap((piece) =>
    piece.startsWith("_")
      ? [{ text: piece.slice(1), small: true, shift: 3 }]
      : raisedParts(piece).map(({ text, raised }) => ({
          text,
          small: raised,
          shift: raised ? -5 : 0,
        })),
  );
}

export interface Lettering {
  x: number;
  y: number;
  align: "left" | "center" | "right";
  colour: string;
  /** Drawn around the letters, so that they can be read on top of a curve. */
  halo?: string;
}

/** Width of a label in pixels. */
export function widthOf(ctx: Brush, label: string): number {
  return partsOf(label).reduce((width, part) => {
    ctx.font = part.small ? smallFont : plainFont;
    return width + ctx.measureText(part.text).width;
  }, 0);
}

/** Draws a label, centred on y. */
export function letter(
  ctx: Brush,
  label: string,
  { x, y, align, colour, halo }: Lettering,
) {
  const before = { left: 0, center: 0.5, right: 1 }[align];
  let at = x - before * widthOf(ctx, label);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const part of partsOf(label)) {
    ctx.font = part.small ? smallFont : plainFont;
    if (halo) {
      ctx.strokeStyle = halo;
      ctx.lineWidth = 4;
      ctx.strokeText(part.text, at, y + part.shift);
    }
    ctx.fillStyle = colour;
    ctx.fillText(part.text, at, y + part.shift);
    at += ctx.measureText(part.text).width;
  }
}
