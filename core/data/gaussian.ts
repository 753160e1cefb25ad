import { createRandom, type Random } from "../random";
import { circlePoint } from "./circle";
import { positive, whole } from "../schema/fields";
import { classDataset, classShape, type Dataset } from "./dataset";
import { defineSource } from "./definition";
import { drawnWith, fewer, mostDrawn, requireAtMost, total } from "./drawn";
import { drawn, labelNoise } from "./fields";

interface Clouds {
  samples: number;
  testSamples?: number | undefined;
  seed: number;
  classes: number;
  dimensions: number;
  separation: number;
}

export const gaussian = defineSource({
  name: "gaussian",
  label: "Gaussian clouds",
  synonyms: ["blobs", "gauss"],
  summary: "Normal clouds, one per class",
  contents:
    "Normal clouds, one for each class. Separation is the distance of their centres from the origin.",
  fields: {
    ...drawn,
    labelNoise,
    classes: whole("Classes", 2, 100).default(2),
    dimensions: whole("Dimensions", 1, 10_000).default(2),
    separation: positive(
      { label: "Separation", help: "Of each centre from the origin." },
      1000,
    ).default(2),
  },
  check(spec, context) {
    const { classes, dimensions } = spec;
    if (dimensions === 1 && classes !== 2)
      context.addIssue({
        code: "custom",
        path: ["classes"],
        message: "With one dimension, classes must be 2.",
      });
    requireAtMost(
      mostDrawn,
      "the sum of dimensions and classes",
      total(spec) * (dimensions + classes),
      spec,
      context,
    );
  },
  first: {},
  describe: ({ classes, dimensions, separation }) =>
    `${classes} normal clouds in ${dimensions} dimensions, ${separation} from the origin`,
  inSentence: ({ classes }) => `points of ${classes} Gaussian clouds`,
  shape: ({ dimensions, classes }) => classShape([dimensions], classes),
  load: clouds,
  picture: (spec, most) => ({
    data: clouds(fewer(spec, most)).train,
    across: 0,
    up: Math.min(1, spec.dimensions - 1),
  }),
});

/**
 * Normal clouds of unit variance, one a class, whose centres lie `separation` from the origin: evenly
 * around it in one and two dimensions, in random directions in more. Sample i is of class i mod classes.
 */
function clouds(spec: Clouds) {
  const { classes, dimensions, separation } = spec;
  const random = createRandom(spec.seed);
  const centres = Array.from({ length: classes }, (_, c) =>
    direction(random, dimensions, c / classes).map((x) => separation * x),
  );
  const draw = (count: number): Dataset => {
    const inputs = new Float64Array(count * dimensions);
    const labels = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      labels[i] = i % classes;
      const centre = centres[labels[i]];
      for (let j = 0; j < dimensions; j++)
        inputs[i * dimensions + j] = centre[j] + random.normal();
    }
    return classDataset({ inputs, inputShape: [dimensions] }, labels, classes);
  };
  return drawnWith(draw, spec);
}

/** A unit vector. @param turn its angle in one and two dimensions, in turns */
function direction(random: Random, dimensions: number, turn: number) {
  if (dimensions <= 2) return circlePoint(turn).slice(0, dimensions);
  const v = Array.from({ length: dimensions }, () => random.normal());
  const norm = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  return v.map((x) => x / norm);
}
