/** The samples of a picture as rows of a table. */
import type { NetworkPicture } from "../../../core/views/picture";
import { count, quantity } from "../../lib/format";

export interface SampleRows {
  head: string[];
  rows: number;
  /** The cells of a row. */
  row: (i: number) => string[];
}

/** Training samples and then test samples. */
export function sampleRows(picture: NetworkPicture): SampleRows {
  const { train, test } = picture;
  const first = train.samples;
  const { head, cells } = columnsOf(picture);
  return {
    head: ["Sample", ...head],
    rows: first + (test?.samples ?? 0),
    row: (i) =>
      i < first
        ? [count(i + 1), ...cells("train", i)]
        : [`test ${count(i - first + 1)}`, ...cells("test", i - first)],
  };
}

function columnsOf(picture: NetworkPicture): {
  head: string[];
  cells: (set: "train" | "test", i: number) => string[];
} {
  const number = (value: number) => quantity(value);
  if (picture.kind === "classes" || picture.kind === "map") {
    const { classes } = picture;
    const written = (value: number) =>
      classes ? classes[value] : number(value);
    const said = (part: Said, i: number) => [
      written(part.target[i]),
      written(part.predicted[i]),
    ];
    const inputs = picture.kind === "map" ? ["x₁", "x₂"] : [];
    return {
      head: [...inputs, classes ? "Class" : "Target", "Predicted"],
      cells: (set, i) => {
        const part = picture[set];
        if (!part) return [];
        const at = "x" in part ? [number(part.x[i]), number(part.y[i])] : [];
        return [...at, ...said(part, i)];
      },
    };
  }
  const several = picture.train.targets.length > 1;
  const names = picture.train.targets.flatMap((_, column) => {
    const place = several ? ` ${column + 1}` : "";
    return [`Target${place}`, `Predicted${place}`];
  });
  return {
    head: [...(picture.kind === "curve" ? ["x"] : []), ...names],
    cells: (set, i) => {
      const part = picture[set];
      if (!part) return [];
      const values = part.targets.flatMap((target, column) => [
        number(target[i]),
        number(part.predicted[column][i]),
      ]);
      return "x" in part ? [number(part.x[i]), ...values] : values;
    },
  };
}

interface Said {
  target: ArrayLike<number>;
  predicted: ArrayLike<number>;
}
