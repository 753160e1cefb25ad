/** Samples, row-major: inputs [samples, inputWidth], targets [samples, targetWidth]. */
export interface Dataset {
  samples: number;
  inputs: Float64Array;
  /** One sample: [numbers or tokens], or [height, width, channels] for images. Its product is inputWidth. */
  inputShape: readonly number[];
  inputWidth: number;
  targets: Float64Array;
  targetWidth: number;
  /** How many classes the targets tell apart, one-hot 0/1; null where they are numbers. */
  classes: number | null;
  /** A target at each of so many positions, one-hot each: targetWidth is their product with classes. One where left out. */
  targetPositions?: number;
  /** How many kinds of tokens the inputs are, numbered from 0; left out where they are numbers. */
  vocabulary?: number;
  /** Whether token 0 fills the places after the end of a sample. */
  isPadded?: boolean;
  /** What the source calls each class; their numbers where nothing is said. */
  classNames?: readonly string[];
  /** The row of the source that each sample was, from 1, where samples come from a source of rows. */
  rows?: Uint32Array;
}

/** Samples to train on and, where the experiment asks for it, samples set aside. */
export interface LoadedData {
  train: Dataset;
  /** Prepared with the statistics of the training samples. */
  test: Dataset | null;
  /** What a person should know of how a file was read, a sentence each. */
  cautions?: string[];
}

/** What a data set looks like before it is read. */
export type DataShape = Pick<
  Dataset,
  | "inputShape"
  | "targetWidth"
  | "classes"
  | "targetPositions"
  | "vocabulary"
  | "isPadded"
>;

/** The shape of samples with one class each. */
export function classShape(inputShape: number[], classes: number): DataShape {
  return { inputShape, targetWidth: classes, classes };
}

type Inputs = Pick<Dataset, "inputs" | "inputShape">;

/** Samples with numbers as targets, [samples, targetWidth]. */
export function numberDataset(
  { inputs, inputShape }: Inputs,
  targets: Float64Array,
  targetWidth: number,
): Dataset {
  return {
    samples: targets.length / targetWidth,
    inputs,
    inputShape,
    inputWidth: inputShape.reduce((product, n) => product * n, 1),
    targets,
    targetWidth,
    classes: null,
  };
}

/**
 * Samples with one class each, numbered from 0.
 * @param classes how many there are, or their names
 */
export function classDataset(
  inputs: Inputs,
  labels: ArrayLike<number>,
  classes: number | readonly string[],
): Dataset {
  if (typeof classes !== "number")
    return {
      ...classDataset(inputs, labels, classes.length),
      classNames: classes,
    };
  const targets = new Float64Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) targets[i * classes + labels[i]] = 1;
  return { ...numberDataset(inputs, targets, classes), classes };
}
