import type { FieldError } from "../errors";

/** Why a matrix is not symmetric, or lists of numbers are not as long as it has rows. */
export function matrixProblems(
  matrix: number[][],
  lists: { start: number[]; slope?: number[] },
): FieldError[] {
  const size = matrix.length;
  return [
    ...shapeProblems(matrix),
    ...Object.entries(lists)
      .filter(([, list]) => list.length !== size)
      .map(([name, list]) => ({
        path: `model.${name}`,
        message: `${name === "start" ? "Start" : "Slope"} must have ${count(size, "number")}, one for each row of the matrix; it has ${list.length}.`,
        suggestion:
          list.length < size
            ? `Add ${size - list.length}.`
            : `Remove ${list.length - size}.`,
      })),
  ];
}

function shapeProblems(matrix: number[][]): FieldError[] {
  const size = matrix.length;
  const ragged = matrix.findIndex((row) => row.length !== size);
  if (ragged >= 0)
    return [
      {
        path: `model.matrix[${ragged}]`,
        message: `Matrix must be square: with ${count(size, "row")} each row must have ${count(size, "number")}; this one has ${matrix[ragged].length}.`,
        suggestion: "Give as many rows as columns.",
      },
    ];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [matrix[i][j], matrix[j][i]];
      if (a !== b)
        return [
          {
            path: `model.matrix[${i}][${j}]`,
            message: `Matrix must be symmetric: row ${i + 1}, column ${j + 1} is ${a}, but row ${j + 1}, column ${i + 1} is ${b}.`,
            suggestion: `Make both ${a / 2 + b / 2}.`,
          },
        ];
    }
  return [];
}

function count(n: number, what: string) {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
