/** What the keys of a keyboard, or of a presenter in the hand, do while something is presented. */
export type PresenterAct =
  "close" | "play" | "before" | "after" | "first" | "last" | "chart" | "step";

/** @returns null for a key that means nothing here */
export function presenterAct(
  key: string,
): { act: PresenterAct; by: number } | null {
  switch (key) {
    case "Escape":
      return { act: "close", by: 0 };
    case " ":
      return { act: "play", by: 0 };
    case "PageUp":
      return { act: "before", by: -1 };
    case "PageDown":
      return { act: "after", by: 1 };
    case "Home":
      return { act: "first", by: 0 };
    case "End":
      return { act: "last", by: 0 };
    case "ArrowUp":
      return { act: "chart", by: -1 };
    case "ArrowDown":
      return { act: "chart", by: 1 };
    case "ArrowLeft":
      return { act: "step", by: -1 };
    case "ArrowRight":
      return { act: "step", by: 1 };
    default:
      return null;
  }
}

/** The mark before or after a place; the first or last one where there is none. */
export function markBeside(
  marks: readonly number[],
  at: number,
  by: number,
): number {
  return by < 0
    ? (marks.findLast((mark) => mark < at) ?? marks[0] ?? 0)
    : (marks.find((mark) => mark > at) ?? marks.at(-1) ?? 0);
}
