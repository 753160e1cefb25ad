/** The networks of the self-stabilisation paper, on digits and on files: each runs, and the theory follows it. */
import { expect, test } from "vitest";
import type { DataSpec } from "../../core/data/spec";
import { filePresets, presetOf } from "../../core/experiment/presets";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { RunControl } from "../../core/run/control";
import { analyseRun } from "../../main/engine/analyse";
import { dataFiles } from "../../main/engine/data-files";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import { prepareRun } from "../../main/engine/prepare";
import { cifarBytes, cifarPickle, temporaryFolder } from "../core/data/support";
import { see } from "./gallery/run";
import { isLong } from "./length";

const folder = temporaryFolder();
const surroundings = { files: dataFiles(), tensorflow: loadTensorflow };
const samples = 3;

const classes = Array.from({ length: samples }, (_, i) => (i * 3) % 10);
const words = "a good bad film plot is was the never always".split(" ");
const sentences = Array.from({ length: samples }, (_, i) =>
  words.filter((_, j) => (i * 7 + j * 3) % 4 > 0).join(" "),
);

const fileOf: Record<string, () => Promise<string>> = {
  cifar10: () => folder.file("data_batch_1", cifarPickle(cifarBytes(classes))),
  text: () =>
    folder.file(
      "sentences.tsv",
      `sentence\tlabel\n${sentences.map((text, i) => `${text}\t${i % 2}\n`).join("")}`,
    ),
};

async function small(spec: ExperimentSpec): Promise<ExperimentSpec> {
  const { data } = spec;
  if (!data) throw new Error("A network has data.");
  const path = await fileOf[data.source]?.();
  const changed = { ...data, samples, ...(path !== undefined && { path }) };
  return { ...spec, data: changed as DataSpec };
}

const all = [
  presetOf("paper-mlp"),
  presetOf("paper-cnn"),
  ...filePresets.presets,
];

test.for(all)("$title", async (preset, context) => {
  context.skip(!isLong, "It takes minutes: npm run torture has it.");
  const spec = await small(preset.spec);
  const { outcome, sharpness, losses } = await see({ ...spec, steps: 12 });
  expect(outcome).toBe("finished");
  expect(losses[12]).toBeLessThan(losses[0]);
  expect(sharpness.every((value) => value > 0)).toBe(true);

  // At a step size whose threshold is below the sharpness, the trajectory is constrained from the start.
  const stepSize = 2.1 / Math.max(...sharpness);
  const edge: ExperimentSpec = {
    ...spec,
    optimizer: { kind: "gd", stepSize, weightDecay: 0 },
  };
  const { engine, release } = await prepareRun(edge, surroundings);
  release();
  const { summary } = await analyseRun(
    {
      kind: "analysis",
      spec: edge,
      engine,
      fork: null,
      landings: [],
      wanted: { from: 4, steps: 2, kick: 0.5, flows: false },
      crossing: null,
      runSteps: 12,
    },
    new RunControl(),
    surroundings,
    () => undefined,
  );
  expect(summary.agreement.steps).toBe(2);
  expect(summary.start?.sharpness).toBeGreaterThan(0);
  expect(Number.isFinite(summary.start?.alpha)).toBe(true);
  expect(summary.start?.beta).toBeGreaterThan(0);
  // λ₂ is what the first alarm watches.
  expect(summary.assumptions?.eigengap).toBeGreaterThan(0);
});
