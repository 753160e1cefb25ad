import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { dashes } from "../../../renderer/plot/palette";

/** Contrast as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it("every series has 4.5:1 against paper in both themes, and a dash of its own", async () => {
  const css = await readFile("renderer/theme.css", "utf8");
  const values = (name: string) =>
    [...css.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, "g"))].map(
      ([, value]) => value,
    );
  const papers = values("paper");
  expect(papers.length).toBeGreaterThanOrEqual(2);
  for (let series = 0; series < 8; series++) {
    const inks = values(`series-${series}`);
    expect(inks).toHaveLength(papers.length);
    inks.forEach((ink, theme) =>
      expect(contrast(ink, papers[theme])).toBeGreaterThanOrEqual(4.5),
    );
  }
  expect(new Set(dashes.map(String)).size).toBe(8);
});
