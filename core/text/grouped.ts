/** A number with its thousands grouped: 60000 → "60,000". */
export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}
