/** What a network does at a step, in words. */
import { confusion, mistakes } from "../../../core/views/classes";
import type {
  ClassPart,
  ClassPicture,
  Extent,
  MapPoints,
  NetworkPicture,
} from "../../../core/views/picture";
import { count, counted, plain } from "../../lib/format";
import { agreeing, largestMiss } from "./samples";

export function networkTitle(picture: NetworkPicture): string {
  switch (picture.kind) {
    case "curve":
      return "Fitted curve";
    case "map":
      return picture.classes ? "Decision map" : "Map of the outputs";
    case "classes":
      return "Predictions";
    case "scatter":
      return "Predictions over targets";
  }
}

/** The picture in sentences, for those who cannot see it too. */
export function networkSentence(picture: NetworkPicture): string {
  const { train, test } = picture;
  const sentences = [
    ...ofPicture(picture),
    partWords(train, "training"),
    test ? partWords(test, "test") : "",
  ];
  return sentences.filter(Boolean).join(" ");
}

/** What the marks mean. */
export function networkKey(picture: NetworkPicture): string {
  if (picture.kind === "classes") return "";
  const samples = picture.test
    ? "filled marks are training samples, outlines test samples"
    : "marks are training samples";
  if (picture.kind === "curve") return `Lines are the network, ${samples}.`;
  if (picture.kind === "scatter")
    return `A prediction on the dashed diagonal is exact; ${samples}.`;
  return picture.classes
    ? `Stronger colour: the network is more certain; ${samples}, ringed where it is wrong.`
    : `Colours are the output; ${samples} in the colour of their target.`;
}

function ofPicture(picture: NetworkPicture): string[] {
  if (picture.kind === "map") {
    const { train, test, classes, outputs } = picture;
    if (classes)
      return [
        score(train, "training", agreeing(train.target, train.predicted)),
        test ? score(test, "test", agreeing(test.target, test.predicted)) : "",
      ];
    const which = outputs > 1 ? ` The map shows output 1 of ${outputs}.` : "";
    return [missWords(columnsOf(train)) + which];
  }
  if (picture.kind === "classes") return classWords(picture);
  return [missWords(picture.train)];
}

function columnsOf({ target, predicted }: MapPoints) {
  return { targets: [target], predicted: [predicted] };
}

function missWords(part: {
  targets: Float64Array[];
  predicted: Float64Array[];
}): string {
  const { miss } = largestMiss(part.targets, part.predicted);
  return Number.isFinite(miss)
    ? `The largest error on the training samples is ${plain(miss, 3)}.`
    : "Some outputs are not finite numbers.";
}

function classWords({ classes, train, test }: ClassPicture): string[] {
  const right = (part: ClassPart) => part.samples - mistakes(part);
  const shown = test ?? train;
  return [
    score(train, "training", right(train)),
    test ? score(test, "test", right(test)) : "",
    mostConfused(shown, classes, test ? "test" : "training"),
  ];
}

function score({ samples }: Extent, set: string, right: number): string {
  const share = ((100 * right) / samples).toFixed(1);
  return `${count(right)} of ${counted(samples, `${set} sample`)} right (${share} %).`;
}

/** The pair of classes that is taken for each other most often. */
function mostConfused(part: ClassPart, classes: string[], set: string): string {
  let [most, own, said] = [0, 0, 0];
  confusion(part, classes.length).forEach((row, i) =>
    row.forEach((times, j) => {
      if (i !== j && times > most) [most, own, said] = [times, i, j];
    }),
  );
  if (most === 0) return "";
  return `Most often a ${set} sample of class ${classes[own]} is classified as ${classes[said]}: ${counted(most, "time")}.`;
}

/** Where not all samples were evaluated. */
function partWords({ samples, of }: Extent, set: string): string {
  return samples < of
    ? `Only the first ${count(samples)} of ${count(of)} ${set} samples were evaluated.`
    : "";
}
