/** The names by which settings and buttons know commands. */
export type CommandId =
  | "new-run"
  | "archive"
  | "compare"
  | "theory"
  | "back"
  | "forward"
  | "pause"
  | "step"
  | "stop"
  | "pin"
  | "report"
  | "present"
  | "animation"
  | "figure"
  | "reproduce"
  | "clone"
  | "sidebar"
  | "undo"
  | "show-file"
  | "find"
  | "glossary"
  | "lessons"
  | "lesson-next"
  | "lesson-back"
  | "collect"
  | "archive-care"
  | "settings"
  | "keys"
  | "docs"
  | "about"
  | `again-${string}`;

/** What a person can do here: one list for the keys, their sheet and the palette. */
export interface Command {
  id: CommandId;
  /** What it does, as a button would say it. */
  title: string;
  /** The same with what it would be done to now, for the palette. */
  titleNow?: string | undefined;
  /** The keys held together that mean it, as they are printed on them; Ctrl is Cmd on a Mac. */
  keys?: string[];
  /** False where it means nothing now; the sheet of keys lists it all the same. */
  possible?: boolean;
  run: () => void;
}

/** Keys of single elements, which answer to them themselves. */
export const elementKeys: { keys: string[]; does: string }[] = [
  { keys: ["↑", "↓"], does: "Move through the list of runs" },
  { keys: ["Enter"], does: "Open the chosen run" },
  { keys: ["Space"], does: "In the archive: select the run" },
  { keys: ["Shift", "↓"], does: "In the archive: select a range" },
  { keys: ["Ctrl", "A"], does: "In the archive: select all" },
  { keys: ["F2"], does: "In the archive: rename or edit what is selected" },
  { keys: ["/"], does: "In the archive: go to the filter" },
  { keys: ["Ctrl", "S"], does: "In the archive: save the view" },
  {
    keys: ["Shift", "F10"],
    does: "In the archive: what can be done with a run",
  },
  { keys: ["Delete"], does: "In the archive: delete what is selected" },
  { keys: ["Ctrl", "Z"], does: "In a new run: undo" },
  { keys: ["Ctrl", "Shift", "Z"], does: "In a new run: redo" },
  { keys: ["Alt", "↑"], does: "In a new run: move the layer up or down" },
  { keys: ["Ctrl", "D"], does: "In a new run: duplicate the layer" },
  { keys: ["←", "→"], does: "In a chart: read the step before or after" },
  { keys: ["+", "−"], does: "In a chart to compare: zoom" },
  { keys: ["Enter"], does: "In a chart to compare: keep the cursor" },
];

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

/** What is printed on keys that have another name. */
const printed: Partial<Record<string, string>> = {
  " ": "Space",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** The keys held together, as they are printed on them. Shift counts for what it types. */
export function keysOf(press: Omit<KeyPress, "target">): string[] {
  return [
    ...(press.ctrlKey || press.metaKey ? ["Ctrl"] : []),
    ...(press.altKey ? ["Alt"] : []),
    printed[press.key] ??
      (press.key.length === 1 ? press.key.toUpperCase() : press.key),
  ];
}

/** Whether two lists name the same keys. */
export function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/** With Ctrl or Cmd, what a field does itself. */
const fieldKeys = ["A", "C", "V", "X", "Y", "Z"];

/** The command a key press means, if it was not meant for the element that has the focus. */
export function commandFor(
  press: KeyPress,
  commands: Command[],
): Command | undefined {
  const held = press.ctrlKey || press.metaKey;
  const pressed = keysOf(press);
  const key = pressed.at(-1) ?? "";
  const on = press.target as Partial<HTMLInputElement> | null;
  const tag = on?.tagName?.toLowerCase() ?? "";
  const ticked =
    tag === "input" && (on?.type === "radio" || on?.type === "checkbox");
  const typing =
    (tag === "input" && !ticked) ||
    tag === "textarea" ||
    tag === "select" ||
    on?.isContentEditable;
  // Space presses a button that has the focus, and ticks a box.
  const pressable =
    ticked || tag === "button" || tag === "a" || tag === "summary";
  const ofField = typing && (!held || fieldKeys.includes(key));
  if (ofField || (!held && key === "Space" && pressable)) return undefined;
  return commands.find(
    ({ keys = [], possible = true }) => possible && areSame(keys, pressed),
  );
}
