/** How images are drawn with the classes that a network gives them, for a figure. */
import type { ClassPart } from "../../../core/views/picture";
import type { Brush, Drawing } from "../../plot/brush";
import { letter } from "../../plot/lettering";
import { tenth } from "../../plot/plane";
import { paint } from "../pixels";

/** Side of an image where there is room, and at least; room around it and its words. In pixels. */
const largest = 44;
const smallest = 12;
const gap = 10;
const words = 18;
const above = 6;
/** About what a letter takes. */
const letterWidth = 7;

/** Images row by row, mistakes first, with the class of each, or the one it is taken for after an arrow. */
export function imagesDrawing(part: ClassPart, classes: string[]): Drawing {
  return (brush, { width, height }, palette) => {
    let side = largest;
    while (side > smallest && tallOf(part, classes, width, side) > height + 1)
      side--;
    const { columns, column } = gridOf(part, classes, width, side);
    part.images.forEach(({ index, pixels }, i) => {
      const left = (i % columns) * column;
      const top = above + Math.floor(i / columns) * (side + words + gap);
      const [own, said] = [part.target[index], part.predicted[index]];
      drawImage(brush, pixels, part.shape ?? [1, 1, 1], { left, top, side });
      letter(brush, captionOf(classes, own, said), {
        x: left + side / 2,
        y: top + side + words / 2,
        align: "center",
        colour: own === said ? palette.muted : palette.threshold,
      });
    });
  };
}

/** Height of the drawing for a width, in pixels. */
export function imagesTallness(part: ClassPart, classes: string[]) {
  return (width: number) => tallOf(part, classes, width, largest);
}

function tallOf(
  part: ClassPart,
  classes: string[],
  width: number,
  side: number,
): number {
  const { columns } = gridOf(part, classes, width, side);
  return above + Math.ceil(part.images.length / columns) * (side + words + gap);
}

function captionOf(classes: string[], own: number, said: number): string {
  return own === said ? classes[said] : `${classes[own]}→${classes[said]}`;
}

function gridOf(
  part: ClassPart,
  classes: string[],
  width: number,
  side: number,
) {
  const longest = Math.max(
    0,
    ...part.images.map(
      ({ index }) =>
        captionOf(classes, part.target[index], part.predicted[index]).length,
    ),
  );
  const column = Math.max(side, letterWidth * longest) + gap;
  return { columns: Math.max(1, Math.floor((width + gap) / column)), column };
}

/** Pixels of one colour as one path, neighbours in a row as one rectangle. */
function drawImage(
  brush: Brush,
  pixels: Uint8Array,
  [height, width, channels]: number[],
  { left, top, side }: { left: number; top: number; side: number },
) {
  const colours = paint(pixels, channels);
  const colourAt = (at: number) =>
    `rgb(${colours[4 * at]},${colours[4 * at + 1]},${colours[4 * at + 2]})`;
  const scale = side / Math.max(height, width);
  const paths = new Map<string, string>();
  for (let row = 0; row < height; row++)
    for (let from = 0, to = 0; from < width; from = to) {
      const colour = colourAt(row * width + from);
      to = from + 1;
      while (to < width && colourAt(row * width + to) === colour) to++;
      const [x, y] = [left + from * scale, top + row * scale];
      // A little over its edges, so that no paper shows between two.
      const [right, bottom] = [
        left + to * scale + 0.2,
        top + (row + 1) * scale + 0.2,
      ];
      paths.set(
        colour,
        `${paths.get(colour) ?? ""}M${tenth(x)} ${tenth(y)}H${tenth(right)}V${tenth(bottom)}H${tenth(x)}Z`,
      );
    }
  for (const [colour, path] of paths) {
    brush.fillStyle = colour;
    brush.fillPath(path);
  }
}
