import type { DataSpec } from "../experiment/spec";
import type { DataShape } from "./dataset";
import type { Source } from "./files";
import { inlineLabels, inlineShape } from "./inline";

/** The shape of one sample of a source; null where only its file knows. */
export function dataShape(data: DataSpec): DataShape | null {
  switch (data.source) {
    case "mnist":
      return classified([28, 28, 1], 10);
    case "chebyshev":
      return { inputShape: [1], targetWidth: 1, classes: null };
    case "gaussian":
      return classified([data.dimensions], data.classes);
    case "teacher":
      return {
        inputShape: [data.dimensions],
        targetWidth: data.outputs,
        classes: null,
      };
    case "spirals":
      return classified([2], data.classes);
    case "iris":
      return classified([4], 3);
    case "cifar10":
      return classified([32, 32, 3], 10);
    case "inline":
      return inlined(data);
    case "csv":
    case "idx":
      return null;
  }
}

function inlined(data: Source<"inline">): DataShape {
  const inputShape = inlineShape(data);
  const classes = inlineLabels(data);
  if (classes) return classified(inputShape, classes.names.length);
  const [row] = data.y;
  const targetWidth = Array.isArray(row) ? row.length : 1;
  return { inputShape, targetWidth, classes: null };
}

function classified(inputShape: number[], classes: number): DataShape {
  return { inputShape, targetWidth: classes, classes };
}
