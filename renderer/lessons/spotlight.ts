/** Brings what a lesson speaks of into sight, and lights it. */
import type { TargetName } from "../../core/lessons/targets";

/** Milliseconds that a screen may take to show it, and between two looks. */
const patience = 5000;
const pause = 100;
/** Milliseconds for which what is above it may still grow and push it out of sight. */
const settling = 1500;

/** The element of a target on the screen that is open, if it is there. */
export function elementOf(target: TargetName): HTMLElement | null {
  const found = document.querySelector<HTMLElement>(
    `[data-lesson="${target}"]`,
  );
  return found?.checkVisibility() ? found : null;
}

/** Waits until a target is on the screen, and scrolls to it. @returns whether it came */
export async function bring(
  target: TargetName,
  isWanted: () => boolean,
): Promise<boolean> {
  for (let waited = 0; isWanted(); waited += pause) {
    const element = elementOf(target);
    if (element) {
      scrollTo(element);
      keepInSight(target, isWanted);
      return true;
    }
    if (waited >= patience) return false;
    await new Promise((done) => setTimeout(done, pause));
  }
  return false;
}

/** Lights a target and nothing else; null for nothing. */
export function light(target: TargetName | null) {
  const element = target && elementOf(target);
  for (const lit of document.querySelectorAll("[data-lit]"))
    if (lit !== element) lit.removeAttribute("data-lit");
  element?.setAttribute("data-lit", "");
}

function scrollTo(element: HTMLElement) {
  const room = element.closest("main")?.clientHeight ?? innerHeight;
  const fits = element.getBoundingClientRect().height <= room;
  element.scrollIntoView({ block: fits ? "center" : "start" });
}

/** Curves that are on their way move what is below them. The person's own scrolling ends this. */
function keepInSight(target: TargetName, isWanted: () => boolean) {
  const until = performance.now() + settling;
  const stop = () => {
    clearInterval(timer);
    for (const gesture of gestures) removeEventListener(gesture, stop);
  };
  const timer = setInterval(() => {
    const element = elementOf(target);
    if (!isWanted() || performance.now() > until) return stop();
    if (element && !isInSight(element)) scrollTo(element);
  }, pause);
  for (const gesture of gestures) addEventListener(gesture, stop);
}

const gestures = ["wheel", "pointerdown", "keydown"] as const;

/** Whether all of it is seen, or as much as the screen has room for. */
function isInSight(element: HTMLElement): boolean {
  const box = element.getBoundingClientRect();
  const room = element.closest("main")?.getBoundingClientRect();
  const { top, bottom } = room ?? { top: 0, bottom: innerHeight };
  // Of a tall one its beginning, with the margin that it scrolls with.
  if (box.height > bottom - top) return Math.abs(box.top - top) < 40;
  return box.top >= top - 1 && box.bottom <= bottom + 1;
}
