/** Small pictures of networks. */
import type {
  ClassPicture,
  CurvePicture,
  MapPicture,
  ScatterPicture,
} from "../../../../core/views/picture";

const f = (...values: number[]) => Float64Array.from(values);
const u = (...values: number[]) => Uint16Array.from(values);

export const curve: CurvePicture = {
  kind: "curve",
  x: f(0, 1, 2),
  outputs: [f(0, 1, 0)],
  train: {
    samples: 2,
    of: 2,
    x: f(0, 2),
    targets: [f(0.25, -0.5)],
    predicted: [f(0, 0)],
  },
  test: null,
};

export const map: MapPicture = {
  kind: "map",
  x: { min: -1, max: 1 },
  y: { min: -1, max: 1 },
  size: 2,
  classes: ["a", "b"],
  // The lower row is of class a, the upper one of class b.
  cells: u(0, 0, 1, 1),
  values: f(1, 1, 1, 1),
  outputs: 2,
  train: {
    samples: 3,
    of: 3,
    x: f(0, 0, 0.5),
    y: f(-0.5, 0.5, 0.5),
    target: f(0, 1, 0),
    predicted: f(0, 1, 1),
  },
  test: { samples: 1, of: 1, x: f(0), y: f(0), target: f(1), predicted: f(1) },
};

export const digits: ClassPicture = {
  kind: "classes",
  classes: ["0", "1", "2"],
  train: {
    samples: 5,
    of: 8,
    target: u(0, 1, 2, 2, 2),
    predicted: u(0, 1, 1, 1, 2),
    images: [],
    shape: null,
  },
  test: null,
};

export const scatter: ScatterPicture = {
  kind: "scatter",
  train: { samples: 2, of: 2, targets: [f(0, 1)], predicted: [f(0.5, NaN)] },
  test: null,
};
