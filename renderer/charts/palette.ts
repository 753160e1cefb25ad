import type { Ink } from "./model";

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
] as const;

/** Colours of theme.css as canvas understands them. */
export type Palette = Record<(typeof names)[number] | Ink, string>;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Palette;
}

/** Calls back whenever the system turns from light to dark or back; answers with a stop. */
export function onThemeChange(listener: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", listener);
  return () => dark.removeEventListener("change", listener);
}
