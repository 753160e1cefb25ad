import type { Attachment } from "svelte/attachments";

/** Frames for which what is to be scrolled may still be on its way: about two seconds. */
const patience = 120;

/**
 * Keeps how far an element is scrolled, and scrolls it there again when it shows the same thing again,
 * as soon as that is tall enough. The person's own scrolling ends the attempt.
 * @param key of what the element shows, read in an effect
 */
export function scrollMemory(
  kept: Map<string, number>,
  key: () => string,
): Attachment<HTMLElement> {
  return (element) => {
    const name = key();
    const wanted = kept.get(name) ?? 0;
    let frame = 0;
    let left = patience;
    const settle = () => {
      element.scrollTop = wanted;
      const isThere = Math.abs(element.scrollTop - wanted) < 1;
      frame = isThere || left-- === 0 ? 0 : requestAnimationFrame(settle);
    };
    const stop = () => {
      cancelAnimationFrame(frame);
      frame = 0;
    };
    const keep = () => {
      if (frame === 0) kept.set(name, element.scrollTop);
    };
    settle();
    element.addEventListener("scroll", keep);
    for (const gesture of gestures) element.addEventListener(gesture, stop);
    return () => {
      stop();
      element.removeEventListener("scroll", keep);
      for (const gesture of gestures)
        element.removeEventListener(gesture, stop);
    };
  };
}

const gestures = ["wheel", "pointerdown", "keydown"] as const;
