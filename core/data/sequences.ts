/** What sources have in common whose samples are short sequences of tokens, no two of them alike. */
import type { z } from "zod";
import { createRandom, type Random } from "../random";
import { grouped } from "../text/grouped";
import { classDataset, type Dataset, type DataShape } from "./dataset";
import { drawnWith, mostDrawn, requireAtMost, total } from "./drawn";
import { whole } from "../schema/fields";

export const length = whole(
  { label: "Length", help: "Tokens per sequence." },
  1,
  64,
).default(4);

export const vocabulary = whole(
  {
    label: "Vocabulary",
    help: "The number of different tokens, which are numbered from 0.",
  },
  2,
  1000,
).default(4);

interface Sequences {
  samples: number;
  testSamples?: number | undefined;
  seed: number;
  length: number;
  vocabulary: number;
}

/** A class at each position: its numbers are those of the vocabulary. */
export function sequenceShape({
  length,
  vocabulary,
}: Pick<Sequences, "length" | "vocabulary">): DataShape {
  return {
    inputShape: [length],
    targetWidth: length * vocabulary,
    classes: vocabulary,
    targetPositions: length,
    vocabulary,
  };
}

/** Sequences that are all different, each with the sequence that a network shall make of it. */
export function sequences(
  spec: Sequences,
  answer: (tokens: number[]) => number[],
) {
  const { length, vocabulary } = spec;
  const shape = sequenceShape(spec);
  const next = distinct(length, vocabulary, createRandom(spec.seed));
  const draw = (count: number): Dataset => {
    const rows = Array.from({ length: count }, next);
    const inputs = Float64Array.from(rows.flat());
    const { inputShape } = shape;
    const positions = classDataset(
      { inputs, inputShape },
      rows.flatMap(answer),
      vocabulary,
    );
    return { ...positions, ...shape, samples: count };
  };
  return drawnWith(draw, spec);
}

/** Refuses more sequences than there are. */
export function requireDistinct(
  spec: Pick<Sequences, "samples" | "testSamples">,
  kinds: number,
  context: z.RefinementCtx,
) {
  if (total(spec) <= kinds) return;
  context.addIssue({
    code: "custom",
    path: ["samples"],
    message: `There are only ${grouped(kinds)} different samples, so samples and test samples together must be at most that many.`,
  });
}

export function checkSequences(spec: Sequences, context: z.RefinementCtx) {
  const { length, vocabulary } = spec;
  requireDistinct(spec, kindsOf(spec), context);
  requireAtMost(
    mostDrawn,
    "length times vocabulary",
    total(spec) * length * vocabulary,
    spec,
    context,
  );
}

/** How many different sequences there are. */
function kindsOf({
  length,
  vocabulary,
}: Pick<Sequences, "length" | "vocabulary">): number {
  let kinds = 1;
  for (let i = 0; i < length; i++) kinds *= vocabulary;
  return kinds;
}

/** So many sequences can be numbered without a rounding. */
const mostNumbered = 2 ** 50;

/**
 * What draws sequences of which no two are alike; where there are more than 2⁵⁰, each is drawn by itself, as two alike
 * are next to impossible. The first ones do not depend on how many are drawn.
 */
export function distinct(
  length: number,
  vocabulary: number,
  random: Random,
): () => number[] {
  const kinds = kindsOf({ length, vocabulary });
  const below = (n: number) => Math.floor(n * random.uniform());
  if (kinds > mostNumbered)
    return () => Array.from({ length }, () => below(vocabulary));
  // The permutation of Fisher and Yates; places that are not in the map hold their own number.
  const moved = new Map<number, number>();
  let i = 0;
  return () => {
    const j = i + below(kinds - i);
    let number = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    i++;
    const tokens = new Array<number>(length);
    for (let place = length - 1; place >= 0; place--) {
      tokens[place] = number % vocabulary;
      number = Math.floor(number / vocabulary);
    }
    return tokens;
  };
}
