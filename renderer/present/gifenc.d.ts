/** What is used of gifenc, which has no types of its own. */
declare module "gifenc" {
  /** Colours as [red, green, blue]. */
  type GifPalette = number[][];

  interface GifStream {
    writeFrame(
      pixels: Uint8Array,
      width: number,
      height: number,
      options: {
        /** Of the whole file, given with the first frame. */
        palette?: GifPalette;
        /** Milliseconds. */
        delay: number;
        /** 0 plays it for ever. */
        repeat?: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  }

  export function GIFEncoder(): GifStream;
  /** @param rgba four bytes a pixel */
  export function quantize(
    rgba: Uint8ClampedArray,
    colours: number,
  ): GifPalette;
  /** The place of each pixel's colour in the palette. */
  export function applyPalette(
    rgba: Uint8ClampedArray,
    palette: GifPalette,
  ): Uint8Array;
}
