import type { Brush } from "../plot/brush";

/** Text in lines of at most a width in pixels; a word that is longer is broken. */
export function wrapped(
  brush: Brush,
  text: string,
  font: string,
  width: number,
): string[] {
  brush.font = font;
  const fits = (line: string) => brush.measureText(line).width <= width;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = "";
    for (const letter of word) {
      if (line && !fits(line + letter)) {
        lines.push(line);
        line = "";
      }
      line += letter;
    }
  }
  return line ? [...lines, line] : lines;
}
