import { grouped } from "./grouped";

/** Names in a sentence: "a, b and c"; of many the first five and how many more. */
export function listed(names: string[]): string {
  const shown = names.slice(0, 5);
  const more = names.length - shown.length;
  const list = more > 0 ? [...shown, `${grouped(more)} more`] : shown;
  return list.length < 2
    ? list.join("")
    : `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`;
}
