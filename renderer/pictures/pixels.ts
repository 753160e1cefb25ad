/**
 * The numbers of an image [height, width, channels] as the colours of a screen, four bytes a pixel:
 * from black at the least to white at the largest, so that a standardised image looks like itself.
 */
export function paint(
  x: ArrayLike<number>,
  channels: number,
): Uint8ClampedArray {
  const least = Math.min(...Array.from(x));
  const span = Math.max(...Array.from(x)) - least || 1;
  const pixels = new Uint8ClampedArray((4 * x.length) / channels);
  for (let i = 0; i < pixels.length / 4; i++) {
    for (let c = 0; c < 3; c++) {
      const value = x[i * channels + (channels === 3 ? c : 0)];
      pixels[4 * i + c] = (255 * (value - least)) / span;
    }
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}
