import { z } from "zod";
import type { Objective } from "../objective/objective";
import type { FieldsDefinition } from "../schema/definition";
import { common } from "./fields";
import type { Optimizer, OptimizerEvent } from "./optimizer";

type Common = z.output<z.ZodObject<typeof common>>;

/** What the threshold of the update θ_t → θ_{t+1} depends on besides the optimiser. */
export interface UpdateAt {
  /** η of this update. */
  stepSize: number;
  /** |∇L| at θ_t */
  gradNorm: number;
}

/** An optimiser that is unstable on a quadratic loss above some curvature. */
interface WithThreshold<Spec> {
  /** The threshold as people write it, e.g. "2/η". */
  readonly thresholdFormula: string;
  /** What charts and sentences call it where the formula is too long for them, e.g. "the SAM threshold". */
  readonly thresholdName?: string;
  /**
   * The curvature above which the update is unstable on a quadratic loss: where the update along an
   * eigendirection with eigenvalue λ, linear in θ and the velocity, has a root of modulus 1. With weight
   * decay w it is a threshold for the eigenvalues of H + wI. Unless it moves it must be some number
   * divided by η.
   */
  threshold(spec: Spec, at: UpdateAt): number;
  /** Whether it depends on |∇L| too, and so moves along the run even where η does not. */
  readonly isMoving?: boolean;
  readonly noThreshold?: undefined;
}

/** An optimiser whose stability no curvature alone decides. */
interface WithoutThreshold {
  /** Why there is none and what holds instead, in sentences. */
  readonly noThreshold: string;
  readonly thresholdFormula?: undefined;
  readonly thresholdName?: undefined;
  readonly threshold?: undefined;
  readonly isMoving?: undefined;
}

export type Stability<Spec> = WithThreshold<Spec> | WithoutThreshold;

/** All that the lab knows of an optimiser. */
export type OptimizerDefinition<Spec = Common> = OptimizerRule<Spec> &
  Stability<Spec>;

/** An optimiser in PyTorch. */
export interface TorchOptimizer {
  /** It for `parameters` with the step size `lr`, e.g. "torch.optim.SGD(parameters, lr=lr)". */
  code: string;
  /** The Python class that it names, where PyTorch has none. */
  helper?: string;
  /** Whether its step takes a function that computes loss and gradient anew. */
  takesClosure?: boolean;
  /**
   * Of a rule that divides by a preconditioner: lines of Python that return the diagonal of P for a
   * parameter `p` with its gradient, before the update, from `state` and `group` of the optimiser.
   */
  preconditioner?: string;
}

interface OptimizerRule<Spec> extends FieldsDefinition {
  /** The update as people write it, e.g. "θ ← θ − η∇L". */
  readonly update: string;
  /** Whether every update is θ ← θ − η∇L and nothing else: what the theory of self-stabilisation is about. */
  readonly isPlain?: boolean;
  /**
   * Whether the update divides by a preconditioner P. The threshold is then one for the eigenvalues of
   * P^−½HP^−½, which are what is measured.
   */
  readonly isPreconditioned?: boolean;
  /** Whether an update evaluates the loss at other points too: it answers with a generator, which a stop may cut short. */
  readonly isLong?: boolean;
  /** Whether it follows dθ/dt = −∇L, which is stable at every curvature: its threshold is a reference. */
  readonly isFlow?: boolean;
  /** In words with its numbers, e.g. "Gradient descent with Polyak momentum 0.9". */
  describe(spec: Spec): string;
  /** Its name within a sentence, e.g. "gradient descent"; its label where left out. */
  readonly inSentence?: string;
  /** Behind the step size in a sentence, e.g. "Polyak momentum 0.9". */
  details?(spec: Spec): string[];
  /** The update rule at the start of a run; weight decay is part of the objective. */
  create(spec: Spec, objective: Objective): Optimizer;
  /**
   * Where it is preconditioned: the update while P stays as it is, late in a run, for θ in units in which P is 1. It
   * is what the update does along an eigenvector of P^−½HP^−½.
   */
  held?(spec: Spec, objective: Objective): Optimizer;
  /** Fills in the fields whose default depends on the model. */
  complete?(spec: Spec, model: { hasKinks: boolean }): Spec;
  /** The same in PyTorch; left out, with the reason in `noTorch`, where PyTorch cannot do it. */
  torch?(spec: Spec): TorchOptimizer;
  readonly noTorch?: string;
  /** What to know before the first update, with this step size at a start with this sharpness. */
  warning?(stepSize: number, sharpness: number): OptimizerEvent | null;
}

type Shape<Name extends string, Fields> = {
  kind: z.ZodLiteral<Name>;
} & typeof common &
  Fields;

type Schema<Name extends string, Fields extends z.core.$ZodShape> = z.ZodObject<
  Shape<Name, Fields>,
  z.core.$strict
>;

/** An optimiser with its schema: the fields that all have, and its own. */
export function defineOptimizer<
  const Name extends string,
  Fields extends z.core.$ZodShape,
>({
  fields,
  ...definition
}: Omit<OptimizerRule<z.output<Schema<Name, Fields>>>, "schema" | "name"> &
  Stability<z.output<Schema<Name, Fields>>> & { name: Name; fields: Fields }) {
  const kind = z.literal(definition.name);
  const schema: Schema<Name, Fields> = z.strictObject({
    kind,
    ...common,
    ...fields,
  });
  return { ...definition, schema };
}
