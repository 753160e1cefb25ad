import type { Dataset } from "../../core/data/dataset";
import type { LayerSpec } from "../../core/layers/spec";
import type { LossName } from "../../core/losses/spec";
import { buildProblem } from "../../core/experiment/build";
import type { Backend } from "../../core/tensor/backend";

/** Dense layers with tanh between them; the first width is that of the inputs. */
export function mlp(widths: number[]): LayerSpec[] {
  const layers = widths.slice(1).flatMap((units): LayerSpec[] => [
    { type: "activation", fn: "tanh" },
    { type: "dense", units, bias: true },
  ]);
  return layers.slice(1);
}

/** The loss of a network on data, the mean squared error by default, at parameters uniform in ±1/√fan_in. */
export function networkProblem<T>(
  be: Backend<T>,
  layers: LayerSpec[],
  train: Dataset,
  loss: LossName = "mse",
) {
  const init = { scheme: "uniform-fan-in", seed: 0, biasNoise: 0 } as const;
  const spec = {
    model: { kind: "network" as const, init, layers },
    loss,
  };
  return buildProblem(be, spec, { train, test: null });
}
