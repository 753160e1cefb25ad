const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const missing = /^(?:|\?|-|n\/?a|nan|null|none)$/i;

/** Beyond this the square of a number leaves the range of floating point too soon. */
const largest = 1e100;

/** The number in a cell, or what is wrong with it, as the end of a sentence. */
export function parseNumber(
  cell: string,
  decimalComma: boolean,
): number | string {
  const text = cell.trim();
  const value = asNumber(text, decimalComma);
  if (value !== null && Math.abs(value) <= largest) return value;
  if (value !== null)
    return `${quoted(text)} is out of range: numbers may be at most 1e100 in size.`;
  return isMissing(text)
    ? missingSentence(text)
    : `${quoted(text)} is not a number.`;
}

/** Whether a cell stands for no value. */
export function isMissing(cell: string): boolean {
  return missing.test(cell.trim());
}

export function missingSentence(cell: string): string {
  const text = cell.trim();
  return text === ""
    ? "the value is missing."
    : `the value is missing (${quoted(text)}).`;
}

/** null for a text that is no number. */
export function asNumber(text: string, decimalComma: boolean): number | null {
  const point = decimalComma ? text.replace(",", ".") : text;
  return plainNumber.test(point) ? Number(point) : null;
}

function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
