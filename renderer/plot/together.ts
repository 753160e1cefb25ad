/**
 * "0.3 (2)" for "0.3 · 0" and "0.3 · 1": several lines whose names differ in their last part at most.
 * @returns null where there is only one name, where they differ in more than that, and where one is cut short
 */
export function sharedName(names: readonly string[]): string | null {
  if (names.length < 2 || names.some((name) => name.includes("…"))) return null;
  const [shared, ...others] = names.map((name) =>
    name.split(" · ").slice(0, -1).join(" · "),
  );
  return shared && others.every((other) => other === shared)
    ? `${shared} (${names.length})`
    : null;
}
