/** Colours of renderer/*.css, measured. */
import { readFile } from "node:fs/promises";

/** A custom property in each theme: light, then dark. */
export async function themed(name: string): Promise<string[]> {
  const css = await Promise.all(
    ["theme", "ramp"].map((file) => readFile(`renderer/${file}.css`, "utf8")),
  );
  const pattern = new RegExp(`--${name}: (#[0-9a-f]{6});`, "g");
  return [...css.join("").matchAll(pattern)].map(([, value]) => value);
}

/** Contrast as WCAG 2.2 defines it. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** sRGB without its gamma, each from 0 to 1. */
function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

/** OKLab, in which equal distances look alike: lightness, green to red, blue to yellow. */
export function oklab(hex: string): [number, number, number] {
  const [r, g, b] = linear(hex);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
