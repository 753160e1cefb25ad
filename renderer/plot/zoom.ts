/** Zooming and panning: what a gesture makes of the window along x and of the range of y. */
import type { Axis, ChartModel, XAxis } from "./model";

/** Narrower than this share of everything, numbers would run out of digits. */
const narrowest = 1e-7;

/**
 * The window made `factor` times narrower around a place in it, kept within what there is.
 * @returns null when everything is in it again
 */
export function zoomed(
  window: XAxis,
  extent: Axis,
  at: number,
  factor: number,
): Axis | null {
  const { to, back } = placing(window);
  const [low, high, middle] = [to(window.min), to(window.max), to(at)];
  return within(
    {
      min: back(middle - (middle - low) / factor),
      max: back(middle + (high - middle) / factor),
    },
    extent,
    window,
  );
}

/** The window moved by a share of its width, stopped at the ends of what there is. */
export function panned(
  window: XAxis,
  extent: Axis,
  share: number,
): Axis | null {
  const { to, back } = placing(window);
  const [low, high] = [to(window.min), to(window.max)];
  const [first, last] = [to(extent.min), to(extent.max)];
  const wanted = share * (high - low);
  const shift = Math.min(Math.max(wanted, first - low), last - high);
  return within(
    { min: back(low + shift), max: back(high + shift) },
    extent,
    window,
  );
}

/** The window between two places, in either order; null when they are the same. */
export function between(
  a: number,
  b: number,
  extent: Axis,
  axis: XAxis,
): Axis | null {
  return within({ min: Math.min(a, b), max: Math.max(a, b) }, extent, axis);
}

/** The range of y made `factor` times narrower around a value in it. */
export function zoomedY(
  { min, max, log }: ChartModel["y"],
  at: number,
  factor: number,
): Axis {
  const { to, back } = placing({ log });
  const middle = to(at);
  return {
    min: back(middle - (middle - to(min)) / factor),
    max: back(middle + (to(max) - middle) / factor),
  };
}

/** The range of y moved upwards by a share of its height. */
export function pannedY(
  { min, max, log }: ChartModel["y"],
  share: number,
): Axis {
  const { to, back } = placing({ log });
  const shift = share * (to(max) - to(min));
  return { min: back(to(min) + shift), max: back(to(max) + shift) };
}

function within(window: Axis, extent: Axis, axis: XAxis): Axis | null {
  const { to } = placing(axis);
  const min = Math.max(window.min, extent.min);
  const max = Math.min(window.max, extent.max);
  const share = (to(max) - to(min)) / (to(extent.max) - to(extent.min));
  if (share > 1 - 1e-9) return null;
  if (!(share > narrowest)) return { min: axis.min, max: axis.max };
  return { min, max };
}

function placing({ log }: Pick<XAxis, "log">) {
  return log
    ? { to: Math.log10, back: (place: number) => 10 ** place }
    : { to: (value: number) => value, back: (place: number) => place };
}
