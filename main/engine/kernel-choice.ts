import { isNetwork, type ExperimentSpec } from "../../core/experiment/spec";
import { allLayers } from "../../core/layers/network";
import { layerOf } from "../../core/layers/spec";
import type { Kernels } from "../../core/run/kernels";
import {
  fastest,
  readCalibration,
  type Calibration,
  type KernelWork,
} from "./calibration";
import { makerHere, threadsHere } from "./kernel-environment";

/**
 * What a new float32 run is computed with: what the variables of this process ask for, else what was measured to be
 * the fastest on this machine, else TensorFlow's own kernels on all cores.
 */
export class KernelChoice {
  /** @param folder of the data, where the measurement is kept; null to take no notice of it */
  constructor(
    private readonly folder: string | null,
    private readonly threads?: number,
  ) {}

  get calibration(): Calibration | null {
    return this.folder === null ? null : readCalibration(this.folder);
  }

  /** @param spec null for a process that gets no run yet @returns null where TensorFlow is not needed */
  forRun = (spec: ExperimentSpec | null): Kernels | null => {
    if (spec && (!isNetwork(spec) || spec.precision === "float64")) return null;
    const calibration = makerHere() === null ? this.calibration : null;
    const measured = calibration && fastest(calibration, workOf(spec));
    return {
      by: makerHere() ?? measured?.by ?? "tensorflow",
      threads:
        this.threads ??
        this.#threadsAsked ??
        measured?.threads ??
        threadsHere(),
    };
  };

  get #threadsAsked(): number | undefined {
    return Number(process.env.TF_NUM_INTRAOP_THREADS) || undefined;
  }
}

function workOf(spec: ExperimentSpec | null): KernelWork {
  const layers = spec && isNetwork(spec) ? allLayers(spec.model.layers) : [];
  return layers.some(({ spec: layer }) => layerOf(layer).convolves)
    ? "convolutions"
    : "products";
}
