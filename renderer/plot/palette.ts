/** Names of the colours in theme.css that a curve may have. */
export type Ink =
  | "loss"
  | "sharpness"
  | "second"
  | "curvature"
  | "muted"
  | "threshold"
  | `series-${number}`
  | `ramp-${number}`;

/** Colours of the ramp for numbers, from low to high: `ramp-0` and so on. */
export const rampSteps = 32;

const names = [
  "ink",
  "muted",
  "line",
  "paper",
  "threshold",
  "loss",
  "sharpness",
  "second",
  "curvature",
  "series-0",
  "series-1",
  "series-2",
  "series-3",
  "series-4",
  "series-5",
  "series-6",
  "series-7",
] as const;

const inks: readonly string[] = [
  ...names,
  ...Array.from({ length: rampSteps }, (_, i) => `ramp-${i}`),
];

/** Dashes that tell runs apart without colour; solid first. In pixels. */
export const dashes: readonly number[][] = [
  [],
  [7, 3],
  [2, 3],
  [9, 3, 2, 3],
  [12, 4],
  [5, 2, 2, 2, 2, 2],
  [4, 4],
  [14, 3, 4, 3],
  [1, 5],
  [20, 4],
  [10, 6],
  [6, 2, 6, 7],
  [3, 1.5],
  [16, 3, 2, 3, 2, 3],
  [2, 6, 9, 6],
  [1.5, 2, 1.5, 7],
];

/** Colours of theme.css as canvas understands them. */
export type Palette = Record<(typeof names)[number] | Ink, string>;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  return paletteOf((property) => style.getPropertyValue(property).trim());
}

/** @param valueOf the colour of a property such as `--ink` */
export function paletteOf(valueOf: (property: string) => string): Palette {
  return Object.fromEntries(
    inks.map((name) => [name, valueOf(`--${name}`)]),
  ) as Palette;
}

/**
 * Calls back whenever the colours change: the system turns dark or light, or the person chooses a theme.
 * @returns a function that stops it
 */
export function onThemeChange(listener: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", listener);
  const chosen = new MutationObserver(listener);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    dark.removeEventListener("change", listener);
    chosen.disconnect();
  };
}
