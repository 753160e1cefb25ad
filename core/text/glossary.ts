/** The field's words, explained where they stand. */
export interface Entry {
  name: string;
  /** Other ways in which screens write it. */
  also: string[];
  /** Two sentences: what it is, and what it tells. */
  text: string;
}

export const glossary: readonly Entry[] = [
  {
    name: "Loss",
    also: ["Training loss", "Final loss", "Lowest loss"],
    text: "A number that says how badly the network fits its training samples; gradient descent reduces it. At the edge of stability it rises in some steps but falls over longer times.",
  },
  {
    name: "Step size",
    also: ["Step size η", "η", "Learning rate"],
    text: "The factor η by which the gradient is multiplied before it is subtracted from the parameters, also called the learning rate. It determines the threshold: gradient descent is stable only along directions whose curvature is below 2/η.",
  },
  {
    name: "Sharpness",
    also: [
      "Sharpness S",
      "Sharpness λ₁",
      "S",
      "Initial sharpness",
      "Final sharpness",
      "Highest sharpness",
    ],
    text: "The largest eigenvalue S of the Hessian of the loss: the greatest curvature in any direction. Largest means as a signed number, not in magnitude.",
  },
  {
    name: "Threshold",
    also: ["2/η", "Stability threshold"],
    text: "The curvature above which an optimiser is unstable on a quadratic loss: 2/η for gradient descent, another multiple of 1/η for the other methods. Above it, a disturbance along that direction grows and changes its sign at every step; gradient flow has no steps and is always stable, so there 2/η is only a reference.",
  },
  {
    name: "Edge of stability",
    also: ["Edge gauge"],
    text: "The regime in which sharpness stays close to the threshold while the loss goes on falling, though not in every step. The gauge shows sharpness divided by the threshold: 1 means at the threshold.",
  },
  {
    name: "Crossing",
    also: ["Step of the crossing"],
    text: "The first measured step at which sharpness is at or above the threshold. In Compare, runs can be aligned at their crossings.",
  },
  {
    name: "Progressive sharpening",
    also: [],
    text: "The tendency of descent to raise the sharpness as long as it is below the threshold. Its rate is α = −∇L·∇S, positive where a step along the negative gradient makes the loss sharper.",
  },
  {
    name: "Self-stabilisation",
    also: [],
    text: "Above the threshold the parameters oscillate more and more along the sharpest direction. The cubic term of the loss then pushes the sharpness down again, so gradient descent returns below the threshold without any change of the step size.",
  },
  {
    name: "Hover",
    also: ["Mean sharpness ÷ threshold after crossing"],
    text: "The mean of sharpness divided by the threshold over all measurements after the crossing. A value close to 1 means that the run stays at the edge of stability.",
  },
  {
    name: "Residual",
    also: [],
    text: "|Hu − λu| for a computed eigenvalue λ and its unit eigenvector u: some true eigenvalue lies within this distance of λ. If the residual is large, do not trust the eigenvalue.",
  },
  {
    name: "Certificate",
    also: ["Largest"],
    text: "Says whether the measured eigenvalues are known to be the largest: proven, probed (with a bound on the chance of a miss), or not known. A small residual does not show this, because every eigenvalue has one.",
  },
  {
    name: "Directional curvature",
    also: ["Curvature D", "Curvature along each step"],
    text: "The curvature D along one step: 2(L′ − L − g·Δ)/|Δ|², computed from the losses before and after the step Δ and the gradient g, without any eigenvalue. Under gradient descent the loss falls in a step exactly when D is below 2/η; where rounding hides the change of the loss, D is left out.",
  },
  {
    name: "Realised edge",
    also: ["ζ"],
    text: "For one step, ζ = 1 − ΔL/(g·Δ), which is ηD/2 under gradient descent. With every optimiser the loss falls in a step exactly when ζ is below 1, so runs with different optimisers can be compared; at the edge of stability ζ is about 1.",
  },
  {
    name: "Critical sharpness",
    also: [],
    text: "2/η_c, where η_c is the smallest step size at which the update raises the loss, found by trying step sizes, without eigenvalues. The loss falls in a step exactly where it is below 2/η, with every optimiser.",
  },
  {
    name: "Gauss–Newton",
    also: ["Gauss–Newton λ₁(G)", "Gauss–Newton matrix", "Remainder uᵀRu"],
    text: "The part G = JᵀℓʺJ of the Hessian H = G + R, where J are the derivatives of the outputs by the parameters; if the outputs were linear in the parameters, G would be the whole Hessian. R comes from the curvature of the outputs: uᵀRu is its contribution to the sharpness along the top eigenvector u.",
  },
  {
    name: "Schedule",
    also: ["Warm-up", "Cosine decay"],
    text: "A step size that changes during the run: a warm-up to a peak, a decay from it, or a table. The threshold changes with it: during a warm-up 2/η falls, so sharpness reaches it early; during a decay 2/η rises, and sharpness may follow it.",
  },
  {
    name: "Gradient norm",
    also: ["|∇L|"],
    text: "The norm |∇L| of the gradient. While the parameters oscillate, the gradient can point mostly along the sharpest direction, across the valley and not down it.",
  },
  {
    name: "Full batch",
    also: [],
    text: "Every step uses the gradient of the loss over all training samples. There is no sampling noise: the run is deterministic, and every rise of the loss comes from the step size.",
  },
  {
    name: "Hessian",
    also: [],
    text: "The matrix H of second derivatives of the loss with respect to all parameters. For large models it is never formed; the lab computes exact products of H with a vector instead.",
  },
  {
    name: "Eigenvalue",
    also: ["Largest eigenvalues", "Spectrum", "λ₁", "λ₂"],
    text: "The curvature of the loss along one of the principal directions of its Hessian; all eigenvalues together are the spectrum. The largest is the sharpness; the second shows whether only one direction has reached the threshold.",
  },
  {
    name: "Eigenvector",
    also: ["Sharpest direction"],
    text: "A principal direction of the Hessian; the one of its largest eigenvalue is the sharpest direction. Its sign has no meaning, so it is kept consistent from one measurement to the next.",
  },
  {
    name: "Momentum",
    also: [],
    text: "The share b of the last update that is added to the next one. It changes the threshold: with Polyak’s method up to (2 + 2b)/η, with Nesterov’s down to (2 + 2b)/((1 + 2b)η).",
  },
  {
    name: "Preconditioned sharpness",
    also: ["Preconditioned"],
    text: "The largest eigenvalue of P^−½HP^−½, where P is the matrix by which RMSProp or Adam divide the gradient. For these methods this number is compared with the threshold, not the plain sharpness.",
  },
  {
    name: "Gradient flow",
    also: [],
    text: "The curve dθ/dt = −∇L that gradient descent follows in the limit of small steps; the lab computes it within an error tolerance. Gradient descent stays close to it until the crossing.",
  },
  {
    name: "Central flow",
    also: [],
    text: "A smooth curve that follows the average of the oscillating parameters at the edge of stability. While no eigenvalue has reached the threshold, it is gradient flow.",
  },
  {
    name: "Constrained trajectory",
    also: [],
    text: "Gradient descent with a projection that keeps sharpness at most 2/η and the gradient free of any part along the sharpest direction. At the edge of stability the real run oscillates around it.",
  },
  {
    name: "Descent lemma",
    also: [],
    text: "If the sharpness is at most ℓ along a step, the loss falls by at least η(2 − ηℓ)/2·|∇L|². The loss is guaranteed to fall exactly if ℓ is below 2/η.",
  },
  {
    name: "Weight decay",
    also: [],
    text: "Adds ½w|θ|² to the loss. Every eigenvalue of the Hessian grows by w.",
  },
  {
    name: "Landscape",
    also: [],
    text: "A loss given by a formula in a few variables, without network or data. With two variables, the lab draws its contour lines and the path of descent.",
  },
  {
    name: "Seed",
    also: [],
    text: "The number that determines all random values of a run, such as the initial parameters and generated data. The same seed always gives the same numbers.",
  },
  {
    name: "Precision",
    also: [],
    text: "float64 keeps about 16 decimal digits of a number, float32 about 7. Small problems run in float64; large networks run in float32, which limits the accuracy of eigenvalues.",
  },
  {
    name: "Dry run",
    also: [],
    text: "A few steps and one measurement before the start; nothing is stored. It shows the time and memory that the run needs and the sharpness at the initial parameters.",
  },
  {
    name: "Sweep",
    also: [],
    text: "The same experiment with several values of one or more settings, such as step sizes or seeds. Its runs are queued as one group, and Compare shows their results over the settings.",
  },
  {
    name: "Capsule",
    also: [],
    text: "One file with everything that the lab knows about a run: settings, versions, a hash of its data, events, notes and all recorded series. Another lab can import it and run it again.",
  },
];

const byWord = new Map(
  glossary.flatMap((entry) =>
    [entry.name, ...entry.also].map((word) => [word.toLowerCase(), entry]),
  ),
);

/** What a word means, however it is capitalised; undefined for words that need no explanation. */
export function define(word: string): Entry | undefined {
  return byWord.get(word.toLowerCase());
}

/** The entries in which something is written, those with it in their names first. */
export function entriesWith(query: string): Entry[] {
  const wanted = query.trim().toLowerCase();
  const named = ({ name, also }: Entry) =>
    [name, ...also].some((word) => word.toLowerCase().includes(wanted));
  const told = (entry: Entry) =>
    !named(entry) && entry.text.toLowerCase().includes(wanted);
  return [...glossary.filter(named), ...glossary.filter(told)];
}
