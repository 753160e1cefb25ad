import { createRandom } from "../random";
import { limits, whole } from "../schema/fields";
import { squared } from "../math/squared";
import { classDataset, type Dataset } from "./dataset";
import { defineSource } from "./definition";
import { drawnWith, mostDrawn, requireAtMost, total } from "./drawn";
import { drawn, labelNoise, samples } from "./fields";
import { distinct, requireDistinct } from "./sequences";

interface Sums {
  samples: number;
  testSamples?: number | undefined;
  seed: number;
  modulus: number;
}

/** Pairs of numbers below a modulus, no two pairs alike; the class is their sum modulo it. */
export const modularAddition = defineSource({
  name: "modular-addition",
  label: "Modular addition",
  synonyms: ["modadd", "modulararithmetic"],
  summary: "a + b modulo a number",
  contents:
    "Different pairs of numbers below a modulus, as two tokens. The class is their sum modulo that number.",
  fields: {
    modulus: whole(
      { label: "Modulus", help: "The number of pairs is its square." },
      2,
      1000,
    ).default(13),
    ...drawn,
    samples: samples(limits.samples.max, 2).default(100),
    labelNoise,
  },
  check(spec, context) {
    requireDistinct(spec, squared(spec.modulus), context);
    requireAtMost(
      mostDrawn,
      "the modulus",
      total(spec) * spec.modulus,
      spec,
      context,
    );
  },
  first: {},
  describe: ({ modulus }) => `a + b modulo ${modulus}, pairs of tokens`,
  inSentence: ({ modulus }) => `sums modulo ${modulus}`,
  shape,
  load: sums,
});

function shape({ modulus }: Pick<Sums, "modulus">) {
  return {
    inputShape: [2],
    targetWidth: modulus,
    classes: modulus,
    vocabulary: modulus,
  };
}

function sums(spec: Sums) {
  const { modulus } = spec;
  const next = distinct(2, modulus, createRandom(spec.seed));
  const draw = (count: number): Dataset => {
    const pairs = Array.from({ length: count }, next);
    const inputs = Float64Array.from(pairs.flat());
    const labels = pairs.map(([a, b]) => (a + b) % modulus);
    const { inputShape } = shape(spec);
    const data = classDataset({ inputs, inputShape }, labels, modulus);
    return { ...data, vocabulary: modulus };
  };
  return drawnWith(draw, spec);
}
