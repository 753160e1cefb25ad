import type { DataInfo } from "../run/summary";
import { grouped } from "./grouped";

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
