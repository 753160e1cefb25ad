import { grouped } from "../text/grouped";

/** What flows between layers: [numbers], [height, width, channels], or a sequence [positions, width]. */
export type Shape = readonly number[];

export function width(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Why a layer cannot take what reaches it: a sentence, what to do, and of nested layers which one it is. */
export class ShapeMismatch extends Error {
  /** Places of nested layers, from the outermost; empty for the layer itself. */
  readonly place: number[] = [];

  constructor(
    message: string,
    readonly suggestion = "Make it smaller or remove it.",
  ) {
    super(message);
  }
}

export function isSequence(shape: Shape): boolean {
  return shape.length === 2;
}

/** Numbers that a layer acts on together: those of a position of a sequence, all others at once. */
export function rowWidth(shape: Shape): number {
  return isSequence(shape) ? shape[1] : width(shape);
}

/** @throws ShapeMismatch where what reaches a layer is no image */
export function requireImage(shape: Shape, what: string): Shape {
  if (shape.length === 3) return shape;
  throw new ShapeMismatch(
    `${what} needs images [height, width, channels], but its input is ${sampleText(shape)}.`,
  );
}

/** @throws ShapeMismatch where what reaches a layer is no sequence */
export function requireSequence(shape: Shape, what: string): Shape {
  if (isSequence(shape)) return shape;
  throw new ShapeMismatch(
    `${what} needs a sequence [positions, width], but its input is ${sampleText(shape)}.`,
    "Put an embedding before it, or remove it.",
  );
}

/** "20 numbers per sample", "4 positions of 16 numbers" */
export function sampleText(shape: Shape): string {
  const numbers = (n: number) => `${grouped(n)} number${n === 1 ? "" : "s"}`;
  return isSequence(shape)
    ? `${grouped(shape[0])} position${shape[0] === 1 ? "" : "s"} of ${numbers(shape[1])}`
    : `${numbers(width(shape))} per sample`;
}
