/** What flows between layers: [numbers], or [height, width, channels]. */
export type Shape = readonly number[];

export function width(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** @throws Error where what reaches a layer is no image */
export function requireImage(shape: Shape, what: string): Shape {
  if (shape.length === 3) return shape;
  throw new Error(
    `${what} needs images [height, width, channels]; what reaches it is ${width(shape)} number${width(shape) === 1 ? "" : "s"} a sample.`,
  );
}
