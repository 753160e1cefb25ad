/** The colours of a figure, whatever the window shows. */
import { paletteOf, type Palette } from "../plot/palette";
import type { Format } from "./format";

const dark = "(prefers-color-scheme: dark)";

/** Of the style sheets of the page: those of the light theme, or with those of the dark one over them. */
export function coloursOf({ colours }: Pick<Format, "colours">): Palette {
  const values = new Map<string, string>();
  const read = (rules: CSSRuleList) => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) {
        const isDark = rule.media.mediaText === dark;
        if (isDark && colours === "dark") read(rule.cssRules);
      } else if (rule instanceof CSSStyleRule && isRoot(rule)) {
        for (const name of rule.style)
          if (name.startsWith("--"))
            values.set(name, rule.style.getPropertyValue(name).trim());
      }
    }
  };
  for (const sheet of document.styleSheets) read(sheet.cssRules);
  const palette = paletteOf((name) => values.get(name) ?? "");
  // Paper is white in print.
  return colours === "light" ? { ...palette, paper: "#ffffff" } : palette;
}

function isRoot({ selectorText }: CSSStyleRule): boolean {
  return selectorText.split(",").some((one) => one.trim() === ":root");
}
