import { expect, test } from "vitest";
import { presets } from "../../../core/experiment/presets";
import { RunControl } from "../../../core/run/control";
import { dataFiles } from "../../../main/engine/data-files";
import { execute } from "../../../main/engine/execute";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";

test(
  "MNIST-5k, η = 0.05: crosses 2/η and keeps its sharpness within [0.95, 1.3]·2/η",
  { timeout: 600_000 },
  async () => {
    const updates = execute(presets[0].spec, {
      control: new RunControl(),
      files: dataFiles(),
      tensorflow: loadTensorflow,
      onStarted: ({ backend }) => expect(backend).toBe("tensorflow"),
    });
    const sharpness: number[] = [];
    const products: number[] = [];
    for await (const update of updates) {
      if (update.type === "batch") {
        sharpness.push(...update.batch.spectrum.lambda1);
        products.push(...update.batch.spectrum.products);
      }
      if (update.type === "ended") {
        expect(update.outcome).toBe("finished");
        expect(update.summary.unconverged).toBe(0);
        expect(update.summary.finalLoss).toBeLessThan(0.2);
      }
    }
    // Another seed of the same distribution began near 34 and crossed between 200 and 225.
    expect(sharpness[0]).toBeGreaterThan(25);
    expect(sharpness[0]).toBeLessThan(40);
    const crossing = sharpness.findIndex((s) => s >= 40);
    expect(crossing).toBeGreaterThan(15);
    expect(crossing).toBeLessThan(30);
    const after = sharpness.slice(crossing).map((s) => s / 40);
    expect(Math.min(...after)).toBeGreaterThan(0.95);
    expect(Math.max(...after)).toBeLessThan(1.3);
  },
);
