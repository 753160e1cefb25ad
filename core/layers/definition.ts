import { z } from "zod";
import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import { LabFailure } from "../errors";
import type { FieldsDefinition } from "../schema/definition";
import type { Drawn } from "./draw";
import type { LayerInitName } from "./layer-init";
import type { Shape } from "./shape";

/** One trainable array of a layer, [rows, columns] row-major in the flat parameter vector. */
export interface ParameterShape extends Drawn {
  rows: number;
  columns: number;
  /** What it is called within its layer; its kind where left out. */
  role?: string;
  /** Its dimensions where they are more than rows and columns, e.g. [filters, channels, height, width]. */
  dimensions?: readonly number[];
  /** Where its weights start; by the scheme of the network where left out. */
  init?: LayerInitName | undefined;
}

/** What a layer that comes first is told of the inputs. */
export interface InputTokens {
  /** The numbers themselves, once they are read. */
  inputs?: Float64Array;
  /** Numbers of one sample. */
  inputWidth?: number;
  /** How many kinds there are; undefined where the inputs are any numbers. */
  vocabulary?: number | undefined;
  /** Whether token 0 fills the places after the end of a sample. */
  isPadded?: boolean | undefined;
}

export interface InputProblem {
  /** The field of the layer that is at fault; none for the layer itself. */
  field?: string;
  message: string;
  suggestion: string;
}

/** One entry of nn.Sequential in PyTorch. */
export interface TorchModule {
  /** E.g. "nn.Linear(784, 100)"; several lines where it holds other modules. */
  code: string;
  /** The Python classes that it names, where PyTorch has none. */
  helper?: string | readonly string[];
  /** Its parameters as the module names them, in the order of the layer's arrays, with their shapes. */
  parameters?: readonly TorchParameter[];
}

export interface TorchParameter {
  name: string;
  shape: readonly number[];
}

/** All that the lab knows of a layer. `input` is the shape of what reaches it. */
export interface LayerDefinition<Spec = object> extends FieldsDefinition {
  /** The values of its fields without a default, as the design screen first offers it. */
  readonly first: object;
  /** A sentence for the form of a layer that has no fields. */
  readonly help?: string;
  /** The number of values that come out, for a layer that can end a network: its field and the singular of its unit. */
  readonly outputs?: { readonly field: string; readonly unit: string };
  /** Fields of other programs that it takes the place of, see Definition.remarks. */
  readonly fieldRemarks?: Readonly<Record<string, string>>;
  /** Its part of the description of a network, e.g. "200". */
  describe(spec: Spec): string;
  /** On a card of its own, e.g. "Dense, 200 units". */
  title(spec: Spec): string;
  /**
   * Its part of the name of a network such as "784-100-10 tanh": a width, a function or, with neither,
   * nothing. Left out where such a name would hide what the layer does.
   */
  inSentence?(spec: Spec): { width?: number; fn?: string };
  /** In a cell of a table, e.g. "200"; its name where left out. */
  brief?(spec: Spec): string;
  /** The field that holds layers inside it. Those inside hold none. */
  readonly innerField?: string;
  /** Whether it takes the numbers of the data as they are, so that it must come first. */
  readonly isFirst?: boolean;
  /** Whether most of its work is a convolution: which kernels are fastest is then another question. */
  readonly convolves?: boolean;
  /** Why the samples of a batch must not be worked on in parts; left out where each sample stands for itself. */
  readonly wholeBatch?: string;
  /** Why it cannot take these data as inputs, with what to do; null where it can. Only of a layer with `isFirst`. */
  inputProblem?(spec: Spec, data: InputTokens): InputProblem | null;
  /** The same layer for data with so many tokens. Only of a layer with `isFirst`. */
  fitted?(spec: Spec, data: InputTokens): Spec;
  /**
   * Writes which positions of a sequence count, 1 or 0 in [1, positions] for each sample, from the numbers x that
   * reach the layer; null where all do. It holds for all layers after it.
   */
  mask?<T>(graph: Graph<T>, spec: Spec, x: Node): Node | null;
  /** Why ∇S does not exist everywhere, e.g. "relu is piecewise linear"; null or left out where it does. */
  kink?(spec: Spec): string | null;
  /** @throws ShapeMismatch with a sentence about the layer where the two do not fit */
  outputShape(spec: Spec, input: Shape): Shape;
  /** Its trainable arrays in the order of the flat parameter vector; left out where it has none. */
  parameters?(spec: Spec, input: Shape): ParameterShape[];
  /**
   * Writes it on a graph, on rows x that are one sample each.
   * @param mask of the positions that count, see `mask`; null where all do
   */
  forward<T>(
    graph: Graph<T>,
    spec: Spec,
    x: Node,
    parameters: Node[],
    input: Shape,
    mask: Node | null,
  ): Node;
  /**
   * The same in PyTorch on tensors [n, …], images as [n, channels, height, width]: modules one after the
   * other. Left out where PyTorch cannot do it.
   * @throws LabFailure `bad-request` for fields with which PyTorch cannot do it
   */
  torch?(spec: Spec, input: Shape): TorchModule[];
  /** Multiplications of a forward sweep for one sample; none where it is left out. */
  multiplications?(spec: Spec, input: Shape): number;
  /** Numbers that order 0 keeps for one sample: values, slopes and gradients. */
  numbersKept(spec: Spec, input: Shape): number;
}

type Schema<Name extends string, Fields extends z.core.$ZodShape> = z.ZodObject<
  { type: z.ZodLiteral<Name> } & Fields,
  z.core.$strict
>;

/** A layer with its schema, made of its fields. */
export function defineLayer<
  const Name extends string,
  Fields extends z.core.$ZodShape,
>({
  fields,
  ...definition
}: Omit<LayerDefinition<z.output<Schema<Name, Fields>>>, "schema" | "name"> & {
  name: Name;
  fields: Fields;
}) {
  const type = z.literal(definition.name);
  const schema: Schema<Name, Fields> = z.strictObject({ type, ...fields });
  return { ...definition, schema };
}

/** Why a layer has no PyTorch module. */
export function noTorch(message: string): LabFailure {
  return new LabFailure({
    code: "bad-request",
    message: `PyTorch cannot run this network: ${message}`,
  });
}

/** The parameters of a PyTorch module with a weight of this shape. */
export function torchWeightAndBias(
  shape: readonly number[],
  bias: boolean,
): TorchParameter[] {
  const weight = { name: "weight", shape };
  return bias ? [weight, { name: "bias", shape: [shape[0]] }] : [weight];
}

/** Weights [rows, columns], then biases where the layer has them. */
export function weightsAndBias(
  weight: Omit<ParameterShape, "kind">,
  bias: boolean,
): ParameterShape[] {
  const shape = { ...weight, kind: "weight" } as const;
  if (!bias) return [shape];
  const { rows: columns, fanIn, fanOut, init } = weight;
  return [shape, { kind: "bias", rows: 1, columns, fanIn, fanOut, init }];
}
