import * as functions from "../derivatives/functions";
import type { TensorFunction } from "../derivatives/functions";
import type { ActivationName, LayerSpec } from "../experiment/spec";
import type { LayerKind } from "./layer";
import { width } from "./shape";

/** By the name of the activation; null leaves its input as it is. */
const activations: Record<ActivationName, TensorFunction | null> = {
  tanh: functions.tanh,
  relu: functions.relu,
  gelu: functions.gelu,
  swish: functions.swish,
  sigmoid: functions.sigmoid,
  softplus: functions.softplus,
  elu: functions.elu,
  hardtanh: functions.hardtanh,
  identity: null,
  square: functions.square,
};

/** y = f(x) of each number. */
export const activation: LayerKind<Extract<LayerSpec, { type: "activation" }>> =
  {
    outputShape: (_spec, input) => input,
    forward(graph, { fn }, x) {
      const f = activations[fn];
      return f ? graph.apply(f, x) : x;
    },
    numbersKept: (_spec, input) => 5 * width(input),
  };
