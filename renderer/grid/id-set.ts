/** Sets that are replaced and never changed: what reads one sees the change. */
export type Ids = ReadonlySet<number>;

export function setOf(ids: Iterable<number>): Ids {
  return new Set(ids);
}

/** With the id when it was not there, else without it. */
export function toggled(ids: Ids, id: number): Ids {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
