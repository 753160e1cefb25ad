/** Values inside an experiment by their dotted path, e.g. `model.layers[2].units`. */

import { parts } from "./words";

type Part = string | number;

/** Whether a path is another one or lies inside it. */
export function isWithin(path: string, outer: string): boolean {
  return (
    path === outer ||
    path.startsWith(`${outer}.`) ||
    path.startsWith(`${outer}[`)
  );
}

export function valueAt(whole: unknown, path: string): unknown {
  return parts(path).reduce<unknown>(
    (value, part) => (value as Record<Part, unknown> | undefined)?.[part],
    whole,
  );
}

/**
 * A copy with another value at the path, or without it for undefined, as without the object that this leaves
 * empty; the rest is shared.
 */
export function withValue<T>(whole: T, path: string, value: unknown): T {
  return placed(whole, parts(path), value) as T;
}

function placed(whole: unknown, path: Part[], value: unknown): unknown {
  if (path.length === 0) return value;
  const [part, ...rest] = path;
  if (Array.isArray(whole)) {
    const copy = [...(whole as unknown[])];
    copy[part as number] = placed(copy[part as number], rest, value);
    return copy;
  }
  const copy = { ...(whole as Record<Part, unknown>) };
  const inner = placed(copy[part], rest, value);
  if (inner === undefined) {
    const left = Object.entries(copy).filter(([key]) => key !== String(part));
    return left.length > 0 ? Object.fromEntries(left) : undefined;
  }
  copy[part] = inner;
  return copy;
}
