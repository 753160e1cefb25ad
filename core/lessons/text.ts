import { z } from "zod";
import { withoutNul } from "../schema/fields";
import { named, type Words } from "../schema/words";

/** Text of 1 to `max` characters, without blanks around it. */
export function text(words: Words, max: number) {
  const range = `${words.label} must be text of 1 to ${max} characters.`;
  return named(
    z
      .string({ error: range })
      .trim()
      .min(1, range)
      .max(max, range)
      .regex(
        withoutNul,
        `${words.label} must not contain the character of code 0.`,
      ),
    words,
  );
}
