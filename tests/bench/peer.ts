/** PyTorch and JAX in Python processes beside the benchmarks; peer.py says what they do. */
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

/** What each needs besides NumPy, as names of modules and as names to install. */
const kinds = [
  {
    name: "PyTorch",
    script: "with_pytorch.py",
    modules: "torch, scipy",
    install: "torch==2.13.0 scipy",
  },
  {
    name: "JAX",
    script: "with_jax.py",
    modules: "jax, jaxlib",
    install: "jax==0.10.2",
  },
].filter(({ name, modules, install }) => {
  const found = spawnSync(python, ["-c", `import numpy, ${modules}`]);
  if (found.status !== 0)
    say(
      `${name} is missing: ${python} cannot import numpy, ${modules}. Install them (pip install numpy ${install}) or name a Python that has them in EDGE_LAB_PYTHON.`,
    );
  return found.status === 0;
});

/** What a script with JAX says of a problem that it reads whole; null where JAX is missing. */
export async function askJax(
  script: string,
  {
    data: { inputs, targets, samples, inputShape, targetWidth },
    theta,
    ...more
  }: { data: Dataset; theta: Float64Array } & Record<string, unknown>,
): Promise<unknown> {
  if (!kinds.some(({ name }) => name === "JAX")) return null;
  const folder = await mkdtemp(join(tmpdir(), "edge-lab-"));
  const file = await store(folder, [inputs, targets, theta]);
  const command = {
    ...{ ...more, file, samples, inputShape, outputs: targetWidth },
    threads: availableParallelism(),
  };
  const { stdout } = spawnSync(python, [join(import.meta.dirname, script)], {
    input: `${JSON.stringify(command)}\n`,
    stdio: ["pipe", "pipe", "inherit"],
  });
  await rm(folder, { recursive: true });
  return JSON.parse(stdout.toString()) as unknown;
}

async function store(folder: string, arrays: Float64Array[]) {
  const file = join(folder, "numbers");
  const bytes = arrays.map((a) =>
    Buffer.from(a.buffer, a.byteOffset, a.byteLength),
  );
  await writeFile(file, Buffer.concat(bytes));
  return file;
}

/** The mean squared error of a network on data. */
export interface PeerProblem {
  layers: LayerSpec[];
  data: Dataset;
  theta: Float64Array;
  /** The loss at θ as the engine computes it. */
  loss: number;
  precision: "float32" | "float64";
  /** As many as the machine has cores when left out. */
  threads?: number;
}

export class Peer {
  readonly #child;
  readonly #answers;
  readonly #folder: string;

  private constructor(
    readonly name: string,
    script: string,
    folder: string,
  ) {
    this.#folder = folder;
    this.#child = spawn(python, [join(import.meta.dirname, script)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** A process with this problem for each library that Python has. */
  static async open(problem: PeerProblem): Promise<Peer[]> {
    const peers: Peer[] = [];
    for (const { name, script } of kinds) {
      const folder = await mkdtemp(join(tmpdir(), "edge-lab-"));
      const peer = new Peer(name, script, folder);
      await peer.#open(problem);
      peers.push(peer);
    }
    return peers;
  }

  async #open(problem: PeerProblem) {
    const { data, layers, precision } = problem;
    const { samples, inputShape, targetWidth } = data;
    const { loss } = await this.#ask({
      ...{ layers, precision, samples, inputShape },
      outputs: targetWidth,
      threads: problem.threads ?? availableParallelism(),
      file: await store(this.#folder, [
        data.inputs,
        data.targets,
        problem.theta,
      ]),
    });
    const difference = (problem.loss / loss - 1).toExponential(1);
    say(`loss / ${this.name}'s − 1 (the same problem): ${difference}`);
  }

  /** Milliseconds of a step forwards, backwards and along −η·gradient: the mean of `repeat`. */
  step = (stepSize = 0, repeat = 1) => this.#time("step", { stepSize, repeat });
  /** Milliseconds of a product from the start: by double backward, or the derivative of the gradient along v. */
  hvp = () => this.#time("hvp");
  /** Milliseconds of a further product at the same θ: with the graph kept, or by the linear map made once. */
  hvpAgain = () => this.#time("hvpAgain");

  /** The largest eigenvalue at θ: by ARPACK from a cold start, or the top two by LOBPCG from those before. */
  async sharpness(theta: Float64Array) {
    await this.setParameters(theta);
    const { ms, value, products } = await this.#ask({ do: "sharpness" });
    return { ms, value, products };
  }

  async setParameters(theta: Float64Array) {
    await this.#ask({
      do: "parameters",
      file: await store(this.#folder, [theta]),
    });
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
}

/** What figures are compared with. */
export const theirs = `the faster of ${kinds.map(({ name }) => name).join(" and ")}`;

/** The smaller of the peers' times, round by round. */
export function betterOf(times: number[][]): number[] {
  return times[0].map((_, i) => Math.min(...times.map((t) => t[i])));
}
