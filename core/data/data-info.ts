import { grouped } from "../text/grouped";

/** What tells one data set from another. */
export interface DataInfo {
  /** SHA-256 of the inputs and targets as they were trained on. */
  digest: string;
  samples: number;
  /** Samples set aside; 0 where there are none. */
  testSamples: number;
  /** Of one sample: [numbers], or [height, width, channels]. Missing in runs of older versions. */
  inputShape?: number[];
  /** Numbers of one target. */
  targets?: number;
  /** How many classes the targets tell apart; null where they are numbers. */
  classes?: number | null;
  /** What is odd about how the data were read, a sentence each. */
  cautions?: string[];
}

type Counts = Omit<DataInfo, "digest" | "cautions">;

/** What the data of a run are: "149 samples of 4 inputs in 3 classes; 10 test samples". */
export function dataWords(data: Counts): string {
  const { samples, testSamples, inputShape, targets, classes } = data;
  const inputs =
    inputShape === undefined
      ? ""
      : ` of ${inputShape.length === 1 ? counted(inputShape[0], "input") : inputShape.join(" × ")}`;
  const target =
    classes != null
      ? ` in ${counted(classes, "class", "classes")}`
      : targets === undefined
        ? ""
        : ` and ${counted(targets, "target")}`;
  const test =
    testSamples > 0 ? `; ${counted(testSamples, "test sample")}` : "";
  return `${counted(samples, "sample")}${inputs}${target}${test}`;
}

function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}
