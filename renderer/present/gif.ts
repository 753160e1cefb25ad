import { applyPalette, GIFEncoder, quantize } from "gifenc";
import type { Size } from "../plot/brush";

interface Animated extends Size {
  /** How many frames. */
  frames: number;
  /** Draws a frame on a canvas of this size, in pixels. */
  draw(frame: number, context: CanvasRenderingContext2D): void;
  /** How long a frame stays, in milliseconds. */
  delayOf(frame: number): number;
  /** Told how much is done, from 0 to 1. */
  onprogress(share: number): void;
  /** Whether the person has thought better of it. */
  isCancelled(): boolean;
}

/** An animated GIF that plays for ever; null where it was cancelled. */
export async function animatedGif(
  animated: Animated,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { width, height, frames, draw } = animated;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context)
    throw new Error("There is not enough memory for the animation.");
  const pixels = (frame: number) => {
    context.resetTransform();
    draw(frame, context);
    return context.getImageData(0, 0, width, height).data;
  };
  // One palette for all: colours that differ from frame to frame would flicker.
  const samples = [0, Math.floor(frames / 2), frames - 1].map(pixels);
  const all = new Uint8ClampedArray(samples.length * samples[0].length);
  samples.forEach((sample, i) => all.set(sample, i * sample.length));
  const palette = quantize(all, 256);
  const gif = GIFEncoder();
  for (let frame = 0; frame < frames; frame++) {
    if (animated.isCancelled()) return null;
    const delay = animated.delayOf(frame);
    gif.writeFrame(applyPalette(pixels(frame), palette), width, height, {
      delay,
      ...(frame === 0 && { palette, repeat: 0 }),
    });
    animated.onprogress((frame + 1) / frames);
    // The window goes on meanwhile.
    await new Promise((done) => setTimeout(done));
  }
  gif.finish();
  return gif.bytes();
}
