/**
 * The name of a file or of a field as it stands in a sentence, or a sentence with such names:
 * what would break the line, hide or turn the words around it round is replaced.
 */
export function shown(text: string): string {
  return text.replace(/^\s|[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, "\ufffd");
}
