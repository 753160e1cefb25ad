/** Units with the number of seconds from which each is used. */
const units = [
  { name: "d", seconds: 86_400, from: 129_600 },
  { name: "h", seconds: 3600, from: 5400 },
  { name: "min", seconds: 60, from: 90 },
  { name: "s", seconds: 1, from: 0 },
] as const;

/** A span of time in round words: "2 to 4 s", "40 s to 2 min", "about 3 min", "less than 1 s". */
export function durationRange({
  low,
  high,
}: {
  low: number;
  high: number;
}): string {
  if (!(high >= 0) || !Number.isFinite(high)) return "–";
  if (high < 1) return "less than 1 s";
  if (low < 0.5) return `up to ${written(high, Math.ceil).join(" ")}`;
  const [from, unit] = written(low, Math.floor);
  const [to, last] = written(high, Math.ceil);
  if (from === to && unit === last) return `about ${to} ${last}`;
  return unit === last
    ? `${from} to ${to} ${last}`
    : `${from} ${unit} to ${to} ${last}`;
}

/** Rounded outwards, to fives from 20 s on. */
function written(
  seconds: number,
  round: (value: number) => number,
): [string, string] {
  const unit = units.find(({ from }) => seconds >= from) ?? units[3];
  const grain = unit.name === "s" && seconds >= 20 ? 5 : 1;
  const value = grain * round(seconds / unit.seconds / grain);
  return [String(Math.max(1, value)), unit.name];
}
