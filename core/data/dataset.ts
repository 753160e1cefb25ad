/** Training data, row-major: inputs [samples, inputWidth], targets [samples, targetWidth]. */
export interface Dataset {
  samples: number;
  inputs: Float64Array;
  inputWidth: number;
  targets: Float64Array;
  targetWidth: number;
}
