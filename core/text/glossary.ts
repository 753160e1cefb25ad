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
    text: "One number for how badly the network fits its training samples; descent makes it smaller. At the edge of stability it rises in some steps and still falls over longer times.",
  },
  {
    name: "Step size",
    also: ["Step size η", "η", "Learning rate"],
    text: "The factor η by which the gradient is multiplied before it is taken off the parameters, also called the learning rate. It fixes the threshold: gradient descent is stable only along directions whose curvature is below 2/η.",
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
    text: "The largest eigenvalue S of the Hessian of the loss, its greatest curvature in any direction. It is the largest as a signed number, not in magnitude.",
  },
  {
    name: "Threshold",
    also: ["2/η", "Stability threshold"],
    text: "The curvature above which an optimiser is unstable on a quadratic loss: 2/η for gradient descent, another multiple of 1/η for the other methods. Above it, a disturbance along that direction grows from step to step and flips its sign at every one; gradient flow has no steps and is stable everywhere, so 2/η is a mere reference there.",
  },
  {
    name: "Edge of stability",
    also: ["Edge gauge"],
    text: "The regime in which sharpness stays close to the threshold while the loss goes on falling, though not in every step. The gauge shows sharpness divided by the threshold: 1 is the edge.",
  },
  {
    name: "Crossing",
    also: ["Step of the crossing"],
    text: "The first measured step at which sharpness is at or above the threshold. Runs can be aligned there to compare what happens at the edge.",
  },
  {
    name: "Progressive sharpening",
    also: [],
    text: "The tendency of descent to raise the sharpness as long as it is below the threshold. Its rate is α = −∇L·∇S, positive where a step along the negative gradient makes the loss sharper.",
  },
  {
    name: "Self-stabilisation",
    also: [],
    text: "Above the threshold the parameters swing ever farther along the sharpest direction, and the cubic term of the loss then pushes the sharpness down again. So descent returns below the threshold by itself, without any change of the step size.",
  },
  {
    name: "Hover",
    also: ["Mean sharpness ÷ threshold after crossing"],
    text: "The mean of sharpness divided by the threshold over all measurements after the crossing. Close to 1 means that the run lives at the edge.",
  },
  {
    name: "Residual",
    also: [],
    text: "|Hu − λu| for a computed eigenvalue λ and its unit eigenvector u: some true eigenvalue lies within this distance of λ. A large one says that the number is not to be trusted.",
  },
  {
    name: "Certificate",
    also: ["Largest"],
    text: "What is known of whether the measured eigenvalues are the largest: proven, probed with a stated chance of a miss, or not known. A small residual does not tell, because a smaller eigenvalue has one as well.",
  },
  {
    name: "Directional curvature",
    also: ["Curvature D", "Curvature along each step"],
    text: "The curvature D that one step really met: 2(L′ − L − g·Δ)/|Δ|², from the losses before and after the step Δ and the gradient g, without any eigenvalue. Under gradient descent the loss falls in a step exactly when D is below 2/η; where rounding hides the change of the loss, D is left out.",
  },
  {
    name: "Realised edge",
    also: ["ζ"],
    text: "How far one step used up its room: ζ = 1 − ΔL/(g·Δ), which is ηD/2 under gradient descent. With every optimiser the loss falls in a step exactly when ζ is below 1, so that runs of different optimisers stand on one scale; at the edge ζ is about 1.",
  },
  {
    name: "Critical sharpness",
    also: [],
    text: "2/η_c, where η_c is the smallest step size at which the update raises the loss, found by trying steps and not from eigenvalues. The loss falls in a step exactly where it is below 2/η, with every optimiser.",
  },
  {
    name: "Gauss–Newton",
    also: ["Gauss–Newton λ₁(G)", "Gauss–Newton matrix", "Remainder uᵀRu"],
    text: "The part G = JᵀℓʺJ of the Hessian H = G + R that the loss would have if the outputs were linear in the parameters, J their derivatives. R is what the curvature of the outputs adds: uᵀRu is its part of the sharpness along the top eigenvector u.",
  },
  {
    name: "Schedule",
    also: ["Warm-up", "Cosine decay"],
    text: "A step size that changes along the run: a warm-up to a peak, a decay from it, or a table. The threshold changes with it: while 2/η falls in a warm-up, sharpness meets it early; while it rises in a decay, sharpness may follow.",
  },
  {
    name: "Gradient norm",
    also: ["|∇L|"],
    text: "The length |∇L| of the gradient. While the parameters swing, most of it can point along the sharpest direction, across the valley instead of down it.",
  },
  {
    name: "Full batch",
    also: [],
    text: "Every step uses the gradient of the loss over all training samples. There is no sampling noise: the run is deterministic, and every rise of the loss comes from the step size.",
  },
  {
    name: "Hessian",
    also: [],
    text: "The matrix H of second derivatives of the loss with respect to all parameters. It is never formed: products of H with a vector are computed exactly instead.",
  },
  {
    name: "Eigenvalue",
    also: ["Largest eigenvalues", "Spectrum", "λ₁", "λ₂"],
    text: "The curvature of the loss along one of the principal directions of its Hessian; all of them are the spectrum. The largest is the sharpness, and the second says whether one direction alone is at the edge.",
  },
  {
    name: "Eigenvector",
    also: ["Sharpest direction"],
    text: "A principal direction of the Hessian; the one of its largest eigenvalue is the sharpest direction. Its sign has no meaning, so it is kept consistent from one measurement to the next.",
  },
  {
    name: "Momentum",
    also: [],
    text: "A share b of the last update that is carried into the next one. It moves the threshold: with Polyak’s method up to (2 + 2b)/η, with Nesterov’s down to (2 + 2b)/((1 + 2b)η).",
  },
  {
    name: "Preconditioned sharpness",
    also: ["Preconditioned"],
    text: "The largest eigenvalue of P^−½HP^−½, where P is the matrix by which RMSProp or Adam divide the gradient. For these methods it, not the plain sharpness, is measured against the threshold.",
  },
  {
    name: "Gradient flow",
    also: [],
    text: "The curve dθ/dt = −∇L that gradient descent follows in the limit of small steps, computed here in steps that keep to a tolerance. Descent stays close to it until the crossing and leaves it there.",
  },
  {
    name: "Central flow",
    also: [],
    text: "A smooth curve that follows the average of the swinging parameters at the edge. Where no direction is at the edge it is gradient flow.",
  },
  {
    name: "Constrained trajectory",
    also: [],
    text: "Gradient descent kept by projection where sharpness is at most 2/η and the gradient has no part along the sharpest direction. Near the edge the real run swings about it.",
  },
  {
    name: "Descent lemma",
    also: [],
    text: "If the sharpness is at most ℓ along a step, the loss falls by at least η(2 − ηℓ)/2·|∇L|². A decrease is guaranteed exactly while ℓ is below 2/η.",
  },
  {
    name: "Weight decay",
    also: [],
    text: "Adds ½w|θ|² to the loss. Every eigenvalue of the Hessian grows by w.",
  },
  {
    name: "Landscape",
    also: [],
    text: "A loss given by a formula in a few variables, without network or data. With two of them its contours and the path of descent can be drawn.",
  },
  {
    name: "Seed",
    also: [],
    text: "The number from which all random values of a run are drawn: the initial parameters and made data. The same seed gives the same numbers again.",
  },
  {
    name: "Precision",
    also: [],
    text: "float64 keeps about 16 decimal digits of a number, float32 about 7. Small problems run in float64; large networks run in float32, which bounds how exact an eigenvalue can be.",
  },
  {
    name: "Dry run",
    also: [],
    text: "A few steps and one measurement before the start, of which nothing is kept. It tells time, memory and the sharpness at the initial parameters.",
  },
  {
    name: "Sweep",
    also: [],
    text: "The same experiment with several step sizes or seeds, queued as one group. The scatter plot of Compare shows one point for each of its runs.",
  },
  {
    name: "Capsule",
    also: [],
    text: "One file with everything known of a run: settings, versions, a digest of its data, events, notes and all recorded series. Another lab can import it and run it again.",
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
