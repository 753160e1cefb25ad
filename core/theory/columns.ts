/** Columns of the table `theory`, one row a step; NaN where a row has nothing to say of one. */
export const theoryColumns = [
  "step",
  // The run: gradient descent itself, kicked where a kick was asked for.
  "loss",
  "sharpness",
  "residual",
  "bound",
  "change",
  // Along the run before the analysis begins, on the constrained trajectory after.
  "alpha",
  "beta",
  "delta",
  "cosGamma",
  // The constrained trajectory θ†.
  "constrainedLoss",
  "constrainedSharpness",
  "constrainedSecond",
  "constrainedExcess",
  "constrainedSlope",
  "active",
  "overlap",
  // The displacement v = θ − θ† and its prediction v*, generalised and plain.
  "x",
  "y",
  "stage",
  "displacement",
  "predictedX",
  "predictedY",
  "predictedLoss",
  "predictedSharpness",
  "displacementError",
  "plainX",
  "plainY",
  "plainError",
  // Beside the run.
  "flowLoss",
  "flowSharpness",
  "centralLoss",
  "centralSharpness",
  "centralVariance",
  "edgeCount",
  "centralResidual",
  // Along each eigenvector at the edge of the central flow: where the run is, and the predicted variance.
  "lane1",
  "lane2",
  "lane3",
  "lane4",
  "variance1",
  "variance2",
  "variance3",
  "variance4",
] as const;

export type TheoryRow = Partial<Record<(typeof theoryColumns)[number], number>>;
