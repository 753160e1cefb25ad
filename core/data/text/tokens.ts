/** Texts as tokens. */

export type Unit = "word" | "character";

/** Fills the places after the end of a text. */
export const paddingToken = 0;
/** Stands for all tokens that are not in the vocabulary. */
export const unknownToken = 1;
/** Of a vocabulary. */
const special = ["", "?"];

/** Words, and signs by themselves; or characters, of which white space of any length is one. */
export function tokensOf(text: string, unit: Unit): string[] {
  return unit === "word"
    ? (text.match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|[^\s]/gu) ??
        [])
    : [...text.trim().replace(/\s+/g, " ")];
}

/**
 * The numbers of the most frequent tokens, from 2; tokens that are equally frequent come in the order of their
 * characters.
 * @param most kinds of tokens, padding and the unknown one included
 */
export function vocabularyOf(
  texts: Iterable<readonly string[]>,
  most: number,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const tokens of texts)
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  const ordered = [...counts].sort(
    ([a, m], [b, n]) => n - m || (a < b ? -1 : 1),
  );
  const kept = ordered.slice(0, most - special.length);
  return new Map(kept.map(([token], i) => [token, i + special.length]));
}

/** How many kinds of tokens there are, padding and the unknown one included. */
export function sizeOf(vocabulary: ReadonlyMap<string, number>): number {
  return vocabulary.size + special.length;
}

/** Texts as rows of `length` numbers: what is longer is cut, what is shorter is filled with padding. */
export function numbered(
  texts: readonly (readonly string[])[],
  vocabulary: ReadonlyMap<string, number>,
  length: number,
): Float64Array {
  const rows = new Float64Array(texts.length * length).fill(paddingToken);
  texts.forEach((tokens, i) =>
    tokens.slice(0, length).forEach((token, place) => {
      rows[i * length + place] = vocabulary.get(token) ?? unknownToken;
    }),
  );
  return rows;
}
