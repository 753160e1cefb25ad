export type Shortcut =
  "new-run" | "archive" | "compare" | "pause-resume" | "keys";

/** What the sheet shows. */
export const shortcutSheet: { keys: string[]; does: string }[] = [
  { keys: ["N"], does: "New run" },
  { keys: ["A"], does: "Archive" },
  { keys: ["C"], does: "Compare; in the archive: the selected runs" },
  { keys: ["Space"], does: "Pause or resume the run on screen" },
  { keys: ["↑", "↓"], does: "Move through the list of runs" },
  { keys: ["Enter"], does: "Open the chosen run" },
  { keys: ["Space"], does: "In the archive: select the run" },
  { keys: ["Shift", "↓"], does: "In the archive: select a range" },
  { keys: ["F2"], does: "In the archive: rename the run" },
  { keys: ["Delete"], does: "In the archive: delete what is selected" },
  { keys: ["Ctrl", "Z"], does: "In a new run: undo" },
  { keys: ["Ctrl", "Shift", "Z"], does: "In a new run: redo" },
  { keys: ["Alt", "↑"], does: "In a new run: move the layer up or down" },
  { keys: ["Ctrl", "D"], does: "In a new run: duplicate the layer" },
  { keys: ["←", "→"], does: "In a chart: read the step before or after" },
  { keys: ["+", "−"], does: "In a chart to compare: zoom" },
  { keys: ["?"], does: "Show these keys" },
];

const letters: Partial<Record<string, Shortcut>> = {
  n: "new-run",
  a: "archive",
  c: "compare",
  "?": "keys",
};

/** The part of a keyboard event that matters here. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  target: EventTarget | null;
}

/** Whether a key press with Ctrl or Cmd asks to undo or to do again. */
export function historyKey(
  press: Omit<KeyPress, "target"> & { shiftKey: boolean },
): "undo" | "redo" | null {
  if (!(press.ctrlKey || press.metaKey) || press.altKey) return null;
  const letter = press.key.toLowerCase();
  if (letter === "y") return "redo";
  if (letter !== "z") return null;
  return press.shiftKey ? "redo" : "undo";
}

/** Which shortcut a key press means, if it was not meant for the element that has the focus. */
export function shortcutFor(press: KeyPress): Shortcut | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  const on = press.target as Partial<HTMLElement> | null;
  const tag = on?.tagName?.toLowerCase() ?? "";
  if (tag === "input" || tag === "textarea" || tag === "select") return null;
  if (on?.isContentEditable) return null;
  const named = letters[press.key.toLowerCase()];
  if (named) return named;
  // Space presses a button that has the focus.
  const pressable = tag === "button" || tag === "a" || tag === "summary";
  return press.key === " " && !pressable ? "pause-resume" : null;
}
