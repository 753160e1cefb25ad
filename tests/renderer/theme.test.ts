/** Sizes and space come from the tokens of theme.css, so that every screen keeps to one grid. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const theme = await readFile("renderer/theme.css", "utf8");
const token = (name: string) =>
  Number(new RegExp(`--${name}: (\\d+)px;`).exec(theme)?.[1]);

/** Declarations that may name a size, of all screens; those of the report are in points, on paper. */
async function declarations() {
  const names = (await readdir("renderer", { recursive: true })).filter(
    (name) => /\.(svelte|css)$/.test(name) && !name.startsWith("report"),
  );
  const files = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join("renderer", name), "utf8");
      const style = name.endsWith(".css") ? text : text.split("<style>")[1];
      return [...(style ?? "").matchAll(/([a-z-]+): ([^;{}]+);/g)].map(
        ([, property, value]) => ({ name, property, value }),
      );
    }),
  );
  return files.flat();
}

const spacing = /^((row-|column-)?gap|(padding|margin)(-[a-z-]+)?)$/;

describe("tokens", () => {
  it("are the sizes of letters and the steps of 4 pixels that the design names", () => {
    const sizes = ["-small", "", "-large", "-title", "-display"];
    expect(sizes.map((size) => token(`text${size}`))).toEqual([
      12, 13, 15, 20, 28,
    ]);
    for (const step of [1, 2, 3, 4, 6, 8])
      expect(token(`space-${step}`)).toBe(4 * step);
    expect(token("radius")).toBe(6);
  });

  it("are used wherever letters, corners and space have a size", async () => {
    const all = await declarations();
    expect(all.length).toBeGreaterThan(1000);
    const literal = all.filter(({ property, value }) => {
      const pixels = [...value.matchAll(/\b(\d+)px/g)].map(([, n]) =>
        Number(n),
      );
      // A hairline is one pixel anywhere.
      if (property === "font-size" || spacing.test(property))
        return pixels.some((n) => n > 1);
      return property === "border-radius" && pixels.some((n) => n > 2);
    });
    expect(literal).toEqual([]);
  });
});
