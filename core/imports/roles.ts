/** What a column of another program can be: one of the lab's own columns that have a chart. */
import { recordings } from "../measurements";
import type { TableName } from "../series/columns";

export interface Role {
  /** "step", or the column of the lab, e.g. "steps.loss". */
  id: string;
  /** Null for the step itself. */
  column: { table: TableName; name: string } | null;
  label: string;
}

export const stepRole: Role = { id: "step", column: null, label: "Step" };

export const roles: readonly Role[] = [
  stepRole,
  ...recordings.flatMap(({ table, columns }) =>
    columns
      .filter(({ chart }) => chart)
      .map(({ name, label }) => ({
        id: `${table}.${name}`,
        column: { table, name },
        label,
      })),
  ),
];

export function roleOf(id: string): Role | undefined {
  return roles.find((role) => role.id === id);
}

/** What other programs call them, in lower case without what stands between words. */
const names: Readonly<Record<string, readonly string[]>> = {
  step: [
    "step",
    "steps",
    "globalstep",
    "trainerglobalstep",
    "iteration",
    "iterations",
    "iter",
    "iters",
    "t",
    "time",
    "epoch",
    "epochs",
  ],
  "steps.loss": [
    "loss",
    "losses",
    "trainloss",
    "losstrain",
    "trainingloss",
    "trainlosses",
    "cost",
    "objective",
    "fullloss",
  ],
  "steps.gradNorm": ["gradnorm", "gradientnorm", "gradnorms", "normofgradient"],
  "steps.accuracy": [
    "accuracy",
    "acc",
    "trainacc",
    "trainaccuracy",
    "trainingaccuracy",
    "accuracytrain",
  ],
  "steps.stepSize": ["lr", "learningrate", "stepsize", "eta", "η"],
  "steps.distance": ["distance", "distancefromstart", "distancefrominit"],
  "spectrum.lambda1": [
    "sharpness",
    "sharpnesses",
    "lambda1",
    "lambdamax",
    "λ1",
    "λmax",
    "maxeigenvalue",
    "maxeig",
    "eigmax",
    "topeigenvalue",
    "topeig",
    "largesteigenvalue",
    "hessianmax",
    "eig1",
    "eig0",
  ],
  "spectrum.lambda2": ["lambda2", "λ2", "secondeigenvalue", "eig2"],
  "test.loss": [
    "testloss",
    "losstest",
    "valloss",
    "lossval",
    "validationloss",
    "evalloss",
    "testlosses",
  ],
  "test.accuracy": [
    "testacc",
    "testaccuracy",
    "accuracytest",
    "valacc",
    "valaccuracy",
    "accuracyval",
    "validationaccuracy",
    "evalacc",
    "evalaccuracy",
  ],
};

/** The role that the name of each column suggests, each once; null for none. */
export function guessed(columns: readonly string[]): (string | null)[] {
  const taken = new Set<string>();
  const plain = columns.map(plainName);
  const found: (string | null)[] = columns.map(() => null);
  // In the order of the synonyms: a column "step" is the step before a column "epoch".
  for (const [id, synonyms] of Object.entries(names))
    for (const synonym of synonyms) {
      const i = plain.findIndex(
        (name, at) => name === synonym && found[at] === null,
      );
      if (i < 0 || taken.has(id) || !roleOf(id)) continue;
      taken.add(id);
      found[i] = id;
    }
  return found;
}

function plainName(name: string): string {
  return name
    .replace(/^.* - /, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9λη]/g, "");
}
