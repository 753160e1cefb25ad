import { defineSource } from "./definition";
import { drawn, labelNoise } from "./fields";
import {
  checkSequences,
  length,
  sequences,
  sequenceShape,
  vocabulary,
} from "./sequences";

/** The tokens in order: a network must look at all of them to know the one at a place. */
export const sorting = defineSource({
  name: "sorting",
  label: "Sorting",
  summary: "Short sequences to be put in order",
  contents:
    "Different sequences of tokens. The target at each position is the token at that position of the sorted sequence.",
  fields: { length, vocabulary, ...drawn, labelNoise },
  check: checkSequences,
  first: {},
  describe: ({ length, vocabulary }) =>
    `sequences of ${length} of ${vocabulary} tokens, to be sorted`,
  inSentence: ({ length }) => `sequences of ${length} tokens to sort`,
  shape: sequenceShape,
  load: (spec) => sequences(spec, (tokens) => tokens.toSorted((a, b) => a - b)),
});
