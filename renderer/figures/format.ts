/** How a figure is to look, whatever it shows: its size, its letters, its colours. */
import { z } from "zod";
import { count, plain } from "../lib/format";

export const units = ["mm", "px"] as const;
export type Unit = (typeof units)[number];

export const presetNames = ["column", "columns", "slide", "custom"] as const;
export type PresetName = (typeof presetNames)[number];

/** One zod schema a choice, so that they survive a restart. */
export const formatFields = {
  preset: z.enum(presetNames).catch("column"),
  unit: z.enum(units).catch("mm"),
  width: z.number().positive().catch(85),
  /** null for as high as its parts need. */
  height: z.number().positive().nullable().catch(null),
  /** Size of the letters of axes and legend: points beside millimetres, else pixels. */
  type: z.number().positive().catch(8),
  colours: z.enum(["light", "dark"]).catch("light"),
  isTransparent: z.boolean().catch(false),
  hasLegend: z.boolean().catch(true),
  hasCaption: z.boolean().catch(true),
  /** Of a PNG in millimetres. */
  dpi: z.union([z.literal(150), z.literal(300), z.literal(600)]).catch(300),
};

const schema = z.object(formatFields);
export type Format = z.output<typeof schema>;

type Sized = Pick<Format, "unit" | "width" | "height" | "type">;

export const presets: Record<
  PresetName,
  { label: string; sized: Sized | null }
> = {
  column: {
    label: "One column, 85 mm",
    sized: { unit: "mm", width: 85, height: null, type: 8 },
  },
  columns: {
    label: "Two columns, 170 mm",
    sized: { unit: "mm", width: 170, height: null, type: 8 },
  },
  slide: {
    label: "Slide 16:9",
    sized: { unit: "px", width: 1920, height: 1080, type: 36 },
  },
  custom: { label: "Custom", sized: null },
};

export const usualFormat: Format = schema.parse({});

/** Letters in the drawing are so many pixels high; everything else is in proportion to them. */
const drawn = 12;
const mmPerPoint = 25.4 / 72;
const mmPerPixel = 25.4 / 96;
/** Narrower than this, in the pixels of the drawing, a chart is nothing but numbers. */
const narrowest = 220;

/** Pixels of the drawing to a unit of the figure. */
export function scaleOf({ unit, type }: Format): number {
  return drawn / (unit === "mm" ? type * mmPerPoint : type);
}

/** Millimetres of a length in the units of the figure; a pixel is that of CSS, 1/96 inch. */
export function inMm({ unit }: Format, length: number): number {
  return unit === "mm" ? length : length * mmPerPixel;
}

/** The same size in another unit, in round numbers. */
export function inUnit(format: Format, unit: Unit): Sized {
  const { width, height, type } = format;
  if (unit === format.unit) return { unit, width, height, type };
  const [length, letters] =
    unit === "px" ? [1 / mmPerPixel, 96 / 72] : [mmPerPixel, 72 / 96];
  const parts = unit === "px" ? 1 : 10;
  const to = (value: number, factor: number) =>
    Math.round(value * factor * parts) / parts;
  return {
    unit,
    width: to(width, length),
    height: height === null ? null : to(height, length),
    type: to(type, letters),
  };
}

/** Dots of a PNG to a unit of the figure. */
export function dotsPerUnit({ unit, dpi }: Format): number {
  return unit === "mm" ? dpi / 25.4 : 1;
}

/** What a side of a figure and its letters may be. */
export const limits: Record<
  Unit,
  { side: [number, number]; type: [number, number]; typeUnit: string }
> = {
  mm: { side: [20, 1000], type: [5, 72], typeUnit: "pt" },
  px: { side: [100, 8000], type: [6, 400], typeUnit: "px" },
};

export type SizeField = "width" | "height" | "type";

/** Why sizes cannot be drawn, by the field that is wrong. */
export function problemsOf(format: Format): Partial<Record<SizeField, string>> {
  const { unit, width, type } = format;
  const { side, type: letters, typeUnit } = limits[unit];
  const wrong: Partial<Record<SizeField, string>> = {};
  const check = (
    field: SizeField,
    name: string,
    [least, most]: [number, number],
    of: string,
  ) => {
    const value = format[field];
    if (value !== null && !(value >= least && value <= most))
      wrong[field] = `${name} must be ${count(least)} to ${count(most)} ${of}.`;
  };
  check("width", "The width", side, unit);
  check("height", "The height", side, unit);
  check("type", "The type size", letters, typeUnit);
  if (Object.keys(wrong).length > 0) return wrong;
  if (width * scaleOf(format) >= narrowest) return {};
  const largest = (type * width * scaleOf(format)) / narrowest;
  const fitting = Math.floor(largest * 2) / 2;
  const wider = Math.ceil(narrowest / scaleOf(format));
  return {
    type: `A type size of ${plain(type)} ${typeUnit} leaves no room for the chart at ${plain(width)} ${unit}: choose at most ${plain(fitting)} ${typeUnit}, or a width of at least ${count(wider)} ${unit}.`,
  };
}
