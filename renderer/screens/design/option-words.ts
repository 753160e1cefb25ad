import { LabFailure } from "../../../core/errors";

/**
 * The words of a command line as a shell separates them, quotation marks kept together and taken off.
 * @throws LabFailure `bad-request` for what are no options
 */
export function optionWords(text: string): string[] {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*'|["'])+/g) ?? [];
  const bare = words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"),
  );
  if (words.some((word) => /["']/.test(word.replace(/"[^"]*"|'[^']*'/g, ""))))
    throw refusal("a quotation mark is not closed.");
  if (bare.length > 0 && !bare[0].startsWith("-"))
    throw refusal(
      `“${bare[0]}” is not an option. Write for example --partition=short.`,
    );
  return bare;
}

function refusal(why: string) {
  return new LabFailure({
    code: "bad-request",
    message: `Options for sbatch: ${why}`,
  });
}
