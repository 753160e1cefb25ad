/** The lists of the controls: colour, grouping and x axis. */
import { alignments } from "../../../core/series/align";
import { byRun, type XName } from "./choices";
import type { Grouping } from "./members";
import { measureNames } from "./measures";
import { xNames } from "./pictures";
import type { Setting } from "./settings";

interface Option {
  value: string;
  label: string;
}

export function colourOptions(settings: readonly Setting[]): Option[] {
  return [
    { value: byRun, label: "colour: each its own" },
    ...settings.map(({ path, symbol }) => ({
      value: path,
      label: `colour by ${symbol}`,
    })),
  ];
}

/** With two settings, the mean over one is the mean for each value of the other. */
export function groupOptions(settings: readonly Setting[]): Option[] {
  const over = settings.map(({ path, symbol }) => ({
    value: `over ${path}`,
    label: `mean over ${symbol}`,
  }));
  const by = settings.map(({ path, symbol }) => ({
    value: `by ${path}`,
    label: `mean for each ${symbol}`,
  }));
  return [
    { value: "", label: "no groups" },
    ...over,
    ...(settings.length > 2 ? by : []),
  ];
}

/** A grouping by a setting in which the runs no longer differ is none. */
export function groupValue(
  settings: readonly Setting[],
  group: Grouping | null,
): string {
  const isThere = settings.some(({ path }) => path === group?.path);
  return group && isThere ? `${group.kind} ${group.path}` : "";
}

export function groupingOf(value: string): Grouping | null {
  const [kind, path] = [
    value.slice(0, value.indexOf(" ")),
    value.slice(value.indexOf(" ") + 1),
  ];
  return kind === "over" || kind === "by" ? { kind, path } : null;
}

export const xOptions: Option[] = [...alignments, ...measureNames].map(
  (x: XName) => ({ value: x, label: `x: ${xNames[x]}` }),
);
