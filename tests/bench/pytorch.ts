/** PyTorch in a Python process beside the benchmarks; pytorch.py says what it does. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Dataset } from "../../core/data/dataset";
import type { LayerSpec } from "../../core/layers/spec";
import { say } from "./measure";

const python = process.env.EDGE_LAB_PYTHON ?? "python3";
const installed =
  spawnSync(python, ["-c", "import torch, numpy, scipy"]).status === 0;
if (!installed)
  say(
    `PyTorch is missing: ${python} cannot import torch, numpy and scipy. Install them (pip install torch==2.13.0 numpy scipy) or name a Python that has them in EDGE_LAB_PYTHON.`,
  );

/** The mean squared error of a network on data. */
export interface PytorchProblem {
  layers: LayerSpec[];
  data: Dataset;
  theta: Float64Array;
  /** The loss at θ as the engine computes it. */
  loss: number;
  precision: "float32" | "float64";
  /** As many as the machine has cores when left out. */
  threads?: number;
}

export class Pytorch {
  readonly #child;
  readonly #answers;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    const script = join(import.meta.dirname, "pytorch.py");
    this.#child = spawn(python, [script], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** A process with this problem; null where Python has no PyTorch. */
  static async open(problem: PytorchProblem): Promise<Pytorch | null> {
    if (!installed) return null;
    const pytorch = new Pytorch(await mkdtemp(join(tmpdir(), "edge-lab-")));
    const { data, layers, precision } = problem;
    const { samples, inputShape, targetWidth } = data;
    const { loss } = await pytorch.#ask({
      do: "open",
      ...{ layers, precision, samples, inputShape },
      outputs: targetWidth,
      threads: problem.threads ?? availableParallelism(),
      file: await pytorch.#store([data.inputs, data.targets, problem.theta]),
    });
    const difference = (problem.loss / loss - 1).toExponential(1);
    say(`loss / PyTorch's − 1 (the same problem): ${difference}`);
    return pytorch;
  }

  /** Milliseconds of a step forwards, backwards and along −η·gradient: the mean of `repeat`. */
  step = (stepSize = 0, repeat = 1) => this.#time("step", { stepSize, repeat });
  /** Milliseconds of a product by double backward, everything from the start. */
  hvp = () => this.#time("hvp");
  /** Milliseconds of the second backward pass alone, with the graph of the first one kept. */
  hvpFromGraph = () => this.#time("hvpFromGraph");

  /** The largest eigenvalue at θ by ARPACK from a cold start. */
  async sharpness(theta: Float64Array) {
    await this.setParameters(theta);
    const { ms, value, products } = await this.#ask({ do: "sharpness" });
    return { ms, value, products };
  }

  async setParameters(theta: Float64Array) {
    await this.#ask({ do: "parameters", file: await this.#store([theta]) });
  }

  async close() {
    this.#child.stdin.end();
    await once(this.#child, "exit");
    await rm(this.#folder, { recursive: true });
  }

  async #time(what: string, settings = {}) {
    return (await this.#ask({ do: what, ...settings })).ms;
  }

  async #ask(command: object) {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    const line = await this.#answers.next();
    if (line.done) throw new Error("The Python process ended too soon.");
    return JSON.parse(line.value) as Record<string, number>;
  }

  async #store(arrays: Float64Array[]) {
    const file = join(this.#folder, "numbers");
    const bytes = arrays.map((a) =>
      Buffer.from(a.buffer, a.byteOffset, a.byteLength),
    );
    await writeFile(file, Buffer.concat(bytes));
    return file;
  }
}
