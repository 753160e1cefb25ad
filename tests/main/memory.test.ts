/** A long run on TensorFlow holds no more memory late than early. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { requireExperiment } from "../../core/experiment/validate";
import { RunControl } from "../../core/run/control";
import { dataFiles } from "../../main/engine/data-files";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import { prepareRun } from "../../main/engine/prepare";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const early = 2000;
const late = 20_000;

test(
  "after 20,000 steps: as many tensors as after 2,000, and at most 5 % more memory",
  { timeout: 600_000 },
  async () => {
    const spec = requireExperiment({
      edgeLab: 1,
      name: "long",
      data: { source: "gaussian", samples: 200, testSamples: 50 },
      model: {
        kind: "network",
        layers: [
          { type: "dense", units: 30 },
          { type: "activation", fn: "tanh" },
          { type: "dense", units: 2 },
        ],
      },
      loss: "cross-entropy",
      optimizer: { kind: "gd", stepSize: 0.1 },
      steps: late,
      measure: { sharpness: { every: 100, k: 2 } },
      precision: "float32",
    });
    const { tf } = loadTensorflow();
    if (!tf) throw new Error("TensorFlow is missing.");
    const run = await prepareRun(spec, {
      files: dataFiles(),
      tensorflow: loadTensorflow,
    });
    const seen: { step: number; tensors: number; megabytes: number }[] = [];
    for await (const update of run.updates(new RunControl())) {
      if (update.type !== "batch") continue;
      const { step } = update.summary;
      const next = seen.length === 0 ? early : late;
      if (step < next) continue;
      // What nobody holds any more is not what is asked for, and comes and goes.
      collectGarbage();
      seen.push({
        step,
        tensors: tf.memory().numTensors,
        megabytes: process.memoryUsage.rss() / 2 ** 20,
      });
    }
    run.release();
    process.stdout.write(`${JSON.stringify(seen)}\n`);
    const [first, last] = [seen[0], seen[seen.length - 1]];
    expect(last.step).toBe(late);
    expect(last.tensors).toBe(first.tensors);
    expect(last.megabytes / first.megabytes).toBeLessThan(1.05);
  },
);
