/** The text of a script that does the first steps of a run again in PyTorch. */
import type { NetworkExperiment } from "../../experiment/spec";
import type { TorchModule } from "../../layers/definition";
import { lossOf } from "../../losses/spec";
import type { TorchOptimizer } from "../../optimizers/definition";
import { isConstant, peakOf } from "../../optimizers/step-size";
import type { EngineInfo } from "../../run/summary";
import { fallback } from "./lanczos";

export interface ScriptParts {
  id: number;
  name: string;
  stem: string;
  spec: NetworkExperiment;
  engine: EngineInfo;
  optimizer: TorchOptimizer;
  modules: readonly TorchModule[];
  samples: number;
  inputShape: readonly number[];
  /** [numbers], or [positions, classes]. */
  targetShape: readonly number[];
}

/** Steps that it makes unless it is asked for others. */
const usualSteps = 50;

export function scriptText(parts: ScriptParts): string {
  const { spec, engine, optimizer, modules } = parts;
  const blocks = [
    docstring(parts),
    imports(lossOf(spec.loss).torch),
    options(engine),
    data(parts),
    ...helpers(modules, optimizer),
    network(modules),
    objective(spec),
    gradients,
    sharpness(optimizer),
    fallback,
    loop(spec, optimizer),
  ];
  return `${blocks.join("\n\n").replace(/\n{4,}/g, "\n\n\n")}\n`;
}

function docstring({ id, name, stem }: ScriptParts) {
  return `"""${inDocstring(name)}: run ${id} of Edge Lab, done again in PyTorch.

Builds the network, the data, the initial weights and the optimizer of the run, repeats its first
${usualSteps} steps, and prints loss, gradient norm and sharpness beside the numbers of the lab.

    pip install torch numpy scipy
    python ${inDocstring(stem)}.py [--steps ${usualSteps}] [--dtype float64]

Without SciPy the sharpness comes from the Lanczos iteration below.
"""`;
}

/** A name is any text: none of it may end the docstring, or be read as an escape. */
function inDocstring(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, " ")
    .replaceAll("\\", "\\\\")
    .replaceAll('"', "'");
}

function imports(loss: string) {
  return `import argparse
from pathlib import Path

import numpy as np
import torch
${loss.includes("F.") ? "import torch.nn.functional as F\n" : ""}from torch import nn

try:
    from scipy.sparse.linalg import LinearOperator, eigsh
except ImportError:
    eigsh = None`;
}

function options({ precision }: EngineInfo) {
  return `parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--steps", type=int, default=${usualSteps})
parser.add_argument("--dtype", choices=["float64", "float32"], default="${precision}")
options = parser.parse_args()
dtype = getattr(torch, options.dtype)`;
}

function data({ samples, inputShape, targetShape }: ScriptParts) {
  const [height, width, channels] = inputShape;
  const shape =
    inputShape.length === 3 ? [channels, height, width] : [...inputShape];
  return `arrays = np.load(Path(__file__).with_suffix(".npz"))
x = torch.tensor(arrays["x"], dtype=dtype)  # ${[samples, ...shape].join(" x ")}
y = torch.tensor(arrays["y"], dtype=dtype)  # ${[samples, ...targetShape].join(" x ")}`;
}

/** Classes, each once, with the blank lines that Python's style asks for. */
function helpers(modules: readonly TorchModule[], optimizer: TorchOptimizer) {
  const all = [...modules, optimizer].flatMap(({ helper }) => helper ?? []);
  const texts = [...new Set(all)];
  return texts.length > 0 ? [`\n${texts.join("\n\n\n")}\n`] : [];
}

function network(modules: readonly TorchModule[]) {
  const lines = modules.map(({ code }) => `${indented(code)},`);
  return `model = nn.Sequential(
${lines.join("\n")}
).to(dtype)
model.load_state_dict({name: torch.tensor(arrays[name]) for name in model.state_dict()})
parameters = list(model.parameters())`;
}

function indented(code: string, by = "    "): string {
  return code.replaceAll(/^(?=.)/gm, by);
}

function objective({ loss, optimizer }: NetworkExperiment) {
  const { convention, torch } = lossOf(loss);
  const { weightDecay } = optimizer;
  const value =
    weightDecay === 0
      ? `    return ${torch}`
      : `    penalty = sum((p**2).sum() for p in parameters)
    return ${torch} + ${weightDecay} / 2 * penalty`;
  return `
def objective():
    """The loss: ${convention}${weightDecay === 0 ? "" : ", and weight decay"}."""
    f = model(x)
${value}`;
}

const gradients = `
def flat(tensors):
    return torch.cat([t.reshape(-1) for t in tensors])


def loss_and_gradient():
    """The loss, with its gradient in the parameters."""
    optimizer.zero_grad()
    loss = objective()
    loss.backward()
    return loss
`;

function sharpness({ preconditioner }: TorchOptimizer) {
  const product = `        v = torch.as_tensor(v, dtype=dtype).reshape(-1)${preconditioner === undefined ? "" : " * roots"}
        parts = [
            part.reshape(p.shape)
            for part, p in zip(v.split([p.numel() for p in parameters]), parameters)
        ]
        products = torch.autograd.grad(
            gradient, parameters, parts, retain_graph=True, materialize_grads=True
        )
        return flat(products)${preconditioner === undefined ? "" : " * roots"}`;
  return `${preconditioner === undefined ? "" : preconditionerText(preconditioner)}
def sharpness():
    """The largest eigenvalue of ${preconditioner === undefined ? "the Hessian" : "P^(-1/2) H P^(-1/2)"}, by double backward."""
    gradient = torch.autograd.grad(objective(), parameters, create_graph=True)
${preconditioner === undefined ? "" : "    roots = flat([preconditioner(p) for p in parameters]).rsqrt()\n"}
    def multiply(v):
${product}

    size = sum(p.numel() for p in parameters)
    if eigsh is None or size < 3:
        return lanczos(multiply, size)
    start = np.random.default_rng(0).standard_normal(size)
    operator = LinearOperator(
        (size, size), matvec=lambda v: multiply(v).numpy(), dtype=x.numpy().dtype
    )
    return eigsh(operator, k=1, which="LA", v0=start, return_eigenvectors=False)[0]
`;
}

function preconditionerText(lines: string) {
  return `
@torch.no_grad()
def preconditioner(p):
    """The diagonal of P that the next update divides by."""
    group, state = optimizer.param_groups[0], optimizer.state.get(p)
${indented(lines)}

`;
}

function loop(
  { optimizer: { stepSize } }: NetworkExperiment,
  optimizer: TorchOptimizer,
) {
  const schedule = isConstant(stepSize)
    ? ""
    : `    for group in optimizer.param_groups:
        group["lr"] = float(arrays["step_size"][step])
`;
  return `lr = ${isConstant(stepSize) ? `${stepSize}` : `${peakOf(stepSize)}  # the largest; it follows a schedule`}
optimizer = ${optimizer.code}

lab = {name: arrays[f"lab/{name}"] for name in ["loss", "grad_norm"]}
measured = dict(zip(arrays["lab/sharpness_step"], arrays["lab/sharpness"]))
largest = {"loss": 0.0, "|g|": 0.0, "S": 0.0}
last = min(options.steps, len(lab["loss"]) - 1)

print("step  quantity  PyTorch                 Edge Lab                difference")
for step in range(last + 1):
    loss = loss_and_gradient()
    gradient_norm = flat([p.grad for p in parameters]).norm()
    pairs = {
        "loss": (loss.item(), lab["loss"][step]),
        "|g|": (gradient_norm.item(), lab["grad_norm"][step]),
    }
    if step in measured:
        pairs["S"] = (sharpness(), measured[step])
    for name, (ours, theirs) in pairs.items():
        size = max(abs(ours), abs(theirs))
        difference = abs(ours - theirs) / size if size > 0 else 0.0
        largest[name] = np.fmax(largest[name], difference)
        print(f"{step:4}  {name:8}  {ours:<22.15g}  {theirs:<22.15g}  {difference:.1e}")
    if step == last:
        break
${schedule}    optimizer.step(${optimizer.takesClosure ? "loss_and_gradient" : ""})

print("Largest relative difference over", last, "steps:", end=" ")
print(", ".join(f"{name} {value:.1e}" for name, value in largest.items()))`;
}
