/** Letters as shapes, from the typeface of the window: an SVG with them looks the same everywhere. */
import { create, type Font } from "fontkit";
import cyrillicExt from "@fontsource-variable/inter/files/inter-cyrillic-ext-wght-normal.woff2?inline";
import cyrillic from "@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2?inline";
import greekExt from "@fontsource-variable/inter/files/inter-greek-ext-wght-normal.woff2?inline";
import greek from "@fontsource-variable/inter/files/inter-greek-wght-normal.woff2?inline";
import latinExt from "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?inline";
import latin from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline";
import vietnamese from "@fontsource-variable/inter/files/inter-vietnamese-wght-normal.woff2?inline";
import type { Outline, OutlinePart } from "./svg-brush";

/** The order in which a letter is looked for. */
const files = [
  latin,
  greek,
  latinExt,
  cyrillic,
  vietnamese,
  cyrillicExt,
  greekExt,
];

let fonts: Font[] | undefined;

/** The shapes of a text in regular weight; letters that the typeface lacks stay text. */
export const outlined: Outline = (text, size) => {
  fonts ??= files.map(read);
  return runsOf(text, fonts).map(({ font, text }) =>
    font ? shapeOf(font, text, size) : { text, d: null },
  );
};

/** The policy of the window lets no font be fetched, but its bytes are part of the program. */
function read(dataUrl: string): Font {
  const bytes = Uint8Array.from(atob(dataUrl.split(",")[1]), (letter) =>
    letter.charCodeAt(0),
  );
  return create(bytes as Buffer) as Font;
}

/** Stretches of letters that one file has. */
function runsOf(text: string, fonts: Font[]) {
  const runs: { font: Font | undefined; text: string }[] = [];
  for (const letter of text) {
    const last = runs.at(-1);
    const has = (font: Font | undefined) =>
      font?.hasGlyphForCodePoint(letter.codePointAt(0) as number);
    const font = has(last?.font) ? last?.font : fonts.find(has);
    if (last && last.font === font) last.text += letter;
    else runs.push({ font, text: letter });
  }
  return runs;
}

function shapeOf(font: Font, text: string, size: number): OutlinePart {
  const scale = size / font.unitsPerEm;
  const { glyphs, positions } = font.layout(text);
  let at = 0;
  let d = "";
  glyphs.forEach((glyph, i) => {
    const { xAdvance, xOffset, yOffset } = positions[i];
    const path = glyph.path
      .translate(at + xOffset, yOffset)
      .scale(scale, -scale);
    d += path.toSVG();
    at += xAdvance;
  });
  return { text, d };
}
