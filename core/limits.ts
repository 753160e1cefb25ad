/** What the fields may be; the window and the messages quote these. */
export const limits = {
  name: 120,
  stepSize: { max: 1000 },
  weightDecay: { max: 1000 },
  flowTolerance: { min: 1e-12, max: 1e-2 },
  steps: { max: 10_000_000 },
  analysisSteps: { max: 20_000 },
  sharpnessEvery: { max: 1_000_000 },
  eigenvalues: { max: 20 },
  /** Parameters up to which all eigenvalues are computed on request. */
  allEigenvalues: 300,
  units: { max: 20_000 },
  filters: { max: 1024 },
  kernel: { max: 31 },
  stride: { max: 16 },
  layers: { max: 50 },
  seed: { max: 2 ** 32 - 1 },
  mnistSamples: { max: 60_000 },
  mnistTest: { max: 10_000 },
  samples: { max: 1_000_000 },
  chebyshevSamples: { min: 2, max: 100_000 },
  chebyshevDegree: { max: 50 },
  variables: { max: 8 },
  formula: 500,
} as const;

/** Text without the character of code 0, at which other programs would end it. */
export const withoutNul = /^[^\0]*$/;
