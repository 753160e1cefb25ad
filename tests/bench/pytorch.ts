/** PyTorch in a Python process beside the benchmarks; pytorch.py says what it does. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Dataset } from "../../core/data/dataset";
import type { LayerSpec } from "../../core/experiment/spec";

const python = process.env.EDGE_LAB_PYTHON ?? "python3";

export interface PytorchProblem {
  layers: LayerSpec[];
  loss: "mse";
  data: Dataset;
  theta: Float64Array;
  precision: "float32" | "float64";
  threads: number;
}

export class Pytorch {
  /** The loss at the parameters given, as PyTorch computes it. */
  loss = NaN;
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

  /** A process with this problem; null, and a line that says so, where Python has no PyTorch. */
  static async open(problem: PytorchProblem): Promise<Pytorch | null> {
    const found = spawnSync(python, ["-c", "import torch, numpy, scipy"]);
    if (found.status !== 0) {
      process.stdout.write(
        `PyTorch is missing: ${python} cannot import torch, numpy and scipy. Install them (pip install torch==2.13.0 numpy scipy) or name a Python that has them in EDGE_LAB_PYTHON.\n`,
      );
      return null;
    }
    const pytorch = new Pytorch(await mkdtemp(join(tmpdir(), "edge-lab-")));
    const { data, theta, layers, loss, precision, threads } = problem;
    const { samples, inputShape, targetWidth } = data;
    const answer = await pytorch.#ask({
      do: "open",
      ...{ layers, loss, precision, threads, samples, inputShape },
      outputs: targetWidth,
      file: await pytorch.#store([data.inputs, data.targets, theta]),
    });
    pytorch.loss = answer.loss;
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
