/** Small multiples: which lines are in which of them. */
import type { Group } from "./members";
import type { Setting } from "./settings";

export interface Facet {
  label: string;
  groups: Group[];
}

/** One for each value that colours stand for; one for each line where every line has its own colour. */
export function facetsOf(
  groups: readonly Group[],
  colour: Setting | null,
): Facet[] {
  if (!colour)
    return groups.map((group) => ({ label: group.label, groups: [group] }));
  const values = new Map<string, Group[]>();
  for (const group of groups) {
    const text = colour.texts.get(group.members[0].row.id) ?? "";
    values.set(text, [...(values.get(text) ?? []), group]);
  }
  const place = ({ groups: [{ members }] }: Facet) =>
    Number(colour.values.get(members[0].row.id));
  const facets = [...values].map(([text, groups]) => ({
    label: `${colour.symbol} = ${text}`,
    groups,
  }));
  return colour.isNumeric
    ? facets.toSorted((a, b) => place(a) - place(b))
    : facets;
}
