/**
 * A PNG that says how large it is on paper: its chunk pHYs, before the data of the picture (PNG
 * specification, third edition, 11.3.4.3).
 * @param png as a canvas writes it, without such a chunk
 * @param dpi dots per inch
 */
export function withDensity(
  png: Uint8Array,
  dpi: number,
): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  const perMetre = Math.round(dpi / 0.0254);
  view.setUint32(0, 9);
  chunk.set(new TextEncoder().encode("pHYs"), 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  chunk[16] = 1; // metres
  view.setUint32(17, crc(chunk.subarray(4, 17)));
  const sized = new Uint8Array(png.length + chunk.length);
  sized.set(png.subarray(0, headerEnd));
  sized.set(chunk, headerEnd);
  sized.set(png.subarray(headerEnd), headerEnd + chunk.length);
  return sized;
}

/** The signature, 8 bytes, and the header, 25. */
const headerEnd = 33;

/** CRC-32 of ISO 3309, as in every chunk of a PNG. */
function crc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
