import { createRandom } from "../random";
import { between, positive, whole } from "../schema/fields";
import { circlePoint } from "./circle";
import { classDataset, classShape, type Dataset } from "./dataset";
import { defineSource } from "./definition";
import { drawnWith, fewer } from "./drawn";
import { drawn, labelNoise } from "./fields";

interface Spirals {
  samples: number;
  testSamples?: number | undefined;
  seed: number;
  classes: number;
  turns: number;
  noise: number;
}

export const spirals = defineSource({
  name: "spirals",
  label: "Spirals",
  summary: "Interleaved arms",
  contents: "Interleaved spiral arms, one for each class, with noise.",
  fields: {
    ...drawn,
    labelNoise,
    classes: whole("Classes", 2, 10).default(2),
    turns: positive("Turns", 10).default(1),
    noise: between("Noise", 0, 10).default(0.05),
  },
  first: {},
  describe: ({ classes, turns }) =>
    `${classes} interleaved spirals of ${turns} turns`,
  inSentence: ({ classes }) => `points of ${classes} spirals`,
  shape: ({ classes }) => classShape([2], classes),
  load: arms,
  picture: (spec, most) => ({
    data: arms(fewer(spec, most)).train,
    across: 0,
    up: 1,
  }),
});

/**
 * Arms that wind out from the origin to radius 1, one a class, each turned against the last by one
 * part of the circle, with normal noise on both coordinates. Sample i is of class i mod classes, at a
 * radius drawn uniformly.
 */
function arms(spec: Spirals) {
  const { classes, turns, noise } = spec;
  const random = createRandom(spec.seed);
  const draw = (count: number): Dataset => {
    const inputs = new Float64Array(2 * count);
    const labels = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      labels[i] = i % classes;
      const radius = random.uniform();
      const [x, y] = circlePoint(turns * radius + labels[i] / classes);
      inputs[2 * i] = radius * x + noise * random.normal();
      inputs[2 * i + 1] = radius * y + noise * random.normal();
    }
    return classDataset({ inputs, inputShape: [2] }, labels, classes);
  };
  return drawnWith(draw, spec);
}
