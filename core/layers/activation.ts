import * as functions from "../derivatives/functions";
import type { ElementFunction } from "../derivatives/functions";
import { definitionOf, type Definition } from "../schema/definition";
import { choice } from "../schema/fields";
import { defineLayer } from "./definition";
import { width } from "./shape";

/** A function that an activation may apply. */
interface ActivationFunction extends Definition {
  /** null leaves numbers as they are. */
  readonly f: ElementFunction | null;
  /** Its module in PyTorch. */
  readonly torch: string;
  /** The class that it names, where PyTorch has none. */
  readonly torchHelper?: string;
  /** See LayerDefinition.kink. */
  readonly kink?: string;
}

/** PyTorch's own is linear from 20 on, which is off by 2e-9 there. */
const torchSoftplus = "nn.Softplus(threshold=40)";

const torchSquare = `class Square(nn.Module):
    def forward(self, x):
        return x**2`;

const noSlope =
  'Use "relu" or "elu": the lab has no function with a slope below 0.';

export const activationFunctions = [
  {
    name: "tanh",
    label: "tanh",
    f: functions.tanh,
    torch: "nn.Tanh()",
  },
  {
    name: "relu",
    label: "relu",
    f: functions.relu,
    torch: "nn.ReLU()",
    kink: "relu is piecewise linear",
    remarks: {
      relu6: 'Use "relu", which has no upper limit.',
      leakyrelu: noSlope,
      prelu: noSlope,
    },
  },
  {
    name: "gelu",
    label: "gelu",
    f: functions.gelu,
    torch: "nn.GELU()",
    remarks: {
      gelutanh: 'Use "gelu", which is computed without that approximation.',
    },
  },
  {
    name: "swish",
    label: "swish",
    f: functions.swish,
    torch: "nn.SiLU()",
    synonyms: ["silu"],
    remarks: { mish: 'Use "swish", which is similar but not identical.' },
  },
  {
    name: "sigmoid",
    label: "sigmoid",
    f: functions.sigmoid,
    torch: "nn.Sigmoid()",
    synonyms: ["logistic", "expit"],
  },
  {
    name: "softplus",
    label: "softplus",
    f: functions.softplus,
    torch: torchSoftplus,
  },
  {
    name: "elu",
    label: "elu",
    f: functions.elu,
    torch: "nn.ELU()",
    kink: "elu is piecewise",
    synonyms: ["celu"],
    remarks: { selu: 'Use "elu", which is the same without the two factors.' },
  },
  {
    name: "hardtanh",
    label: "hardtanh",
    f: functions.hardtanh,
    torch: "nn.Hardtanh()",
    kink: "hardtanh is piecewise linear",
  },
  {
    name: "identity",
    label: "identity",
    f: null,
    torch: "nn.Identity()",
    synonyms: ["linear", "none"],
  },
  {
    name: "square",
    label: "square",
    f: functions.square,
    torch: "Square()",
    torchHelper: torchSquare,
    synonyms: ["squared"],
  },
] as const satisfies readonly ActivationFunction[];

export type ActivationName = (typeof activationFunctions)[number]["name"];

function functionOf({ fn }: { fn: ActivationName }): ActivationFunction {
  return definitionOf<ActivationFunction>(activationFunctions, fn);
}

/** y = f(x) of each number. */
export const activation = defineLayer({
  name: "activation",
  label: "Activation",
  synonyms: ["nonlinearity"],
  fieldRemarks: {
    activation:
      'Remove it and add {"type": "activation", "fn": "tanh"} after the layer, with the function you want.',
  },
  fields: {
    fn: choice(
      { label: "Activation function", setting: "activation" },
      activationFunctions,
    ),
  },
  first: { fn: "tanh" },
  describe: ({ fn }) => fn,
  inSentence: ({ fn }) => ({ fn }),
  title: ({ fn }) => fn,
  brief: ({ fn }) => fn,
  kink: (spec) => functionOf(spec).kink ?? null,
  outputShape: (_spec, input) => input,
  forward(graph, spec, x) {
    const { f } = functionOf(spec);
    return f ? graph.apply(f, x) : x;
  },
  torch(spec) {
    const { torch, torchHelper } = functionOf(spec);
    return [{ code: torch, ...(torchHelper && { helper: torchHelper }) }];
  },
  numbersKept: (_spec, input) => 5 * width(input),
});
