import { defineSource } from "./definition";
import { drawn, labelNoise } from "./fields";
import {
  checkSequences,
  length,
  sequences,
  sequenceShape,
  vocabulary,
} from "./sequences";

/** The tokens as they are. */
export const copying = defineSource({
  name: "copying",
  label: "Copying",
  summary: "Short sequences to copy",
  contents:
    "Different sequences of tokens. The target at each position is the token itself.",
  fields: { length, vocabulary, ...drawn, labelNoise },
  check: checkSequences,
  first: {},
  describe: ({ length, vocabulary }) =>
    `sequences of ${length} of ${vocabulary} tokens, to be copied`,
  inSentence: ({ length }) => `sequences of ${length} tokens to copy`,
  shape: sequenceShape,
  load: (spec) => sequences(spec, (tokens) => tokens),
});
