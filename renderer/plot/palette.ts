/** Names of the colours in theme.css that a curve may have. */
export type Ink =
  "loss" | "sharpness" | "second" | "curvature" | `series-${number}`;

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
];

/** Colours of theme.css as canvas understands them. */
export type Palette = Record<(typeof names)[number] | Ink, string>;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
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
