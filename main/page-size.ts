/**
 * A PDF of one page that is exactly so large: Chromium makes pages up to a third of a millimetre higher,
 * which is a white edge below a dark figure. The page keeps its upper left corner. Nothing moves in the
 * file, whose table of contents counts bytes: the box becomes longer, and a reference to the structure of the
 * document, which such a PDF has not, makes room for it: its link in Chromium 130, the order of tabs in 156.
 * @param width in millimetres
 * @param height in millimetres
 */
export function withPageSize(
  pdf: Uint8Array,
  { width, height }: { width: number; height: number },
): Uint8Array {
  const text = Buffer.from(pdf).toString("latin1");
  const page =
    /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]\n(\/Contents \d+ 0 R\n)(?:\/StructParents 0|\/Tabs \/S)\n/.exec(
      text,
    );
  if (!page) return pdf;
  const [whole, , top, contents] = page;
  const points = (mm: number) => (mm / 25.4) * 72;
  const bottom = Number(top) - points(height);
  const box = `/MediaBox [0 ${bottom.toFixed(3)} ${points(width).toFixed(3)} ${top}]\n${contents}`;
  if (box.length > whole.length) return pdf;
  const sized = Buffer.from(pdf);
  sized.write(box.padEnd(whole.length, " "), page.index, "latin1");
  return sized;
}
