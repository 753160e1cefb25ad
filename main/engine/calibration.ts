/** What a measurement of the kernels on a machine says, in `calibration.json` of the data folder. */
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { kernelMakers, type Kernels } from "../../core/run/kernels";
import { writeWhole } from "../files/write-whole";
import { thisMachine } from "./machine";

/** Work for which kernels are chosen by themselves: networks with convolutions, and all others. */
export const kernelWorks = ["products", "convolutions"] as const;
export type KernelWork = (typeof kernelWorks)[number];

const milliseconds = z.number().positive();

const calibrationSchema = z.object({
  machine: z.object({
    processor: z.string(),
    cores: z.int().min(1),
    tensorflow: z.string(),
  }),
  /** Version of TensorFlow's library. */
  tensorflow: z.string(),
  measuredAt: z.iso.datetime(),
  /** The shortest time of each work. The first one is what is used where nothing was measured. */
  measured: z
    .array(
      z.object({
        kernels: z.object({
          by: z.enum(kernelMakers),
          threads: z.int().min(1),
        }),
        products: milliseconds,
        convolutions: milliseconds,
      }),
    )
    .min(1),
});

export type Calibration = z.output<typeof calibrationSchema>;

export function calibrationPath(folder: string): string {
  return join(folder, "calibration.json");
}

/** What was measured on this machine; null where nothing was, or where it cannot be read. */
export function readCalibration(folder: string): Calibration | null {
  try {
    const text = readFileSync(calibrationPath(folder), "utf8");
    const read = calibrationSchema.parse(JSON.parse(text));
    const here = thisMachine();
    const isHere =
      here !== null &&
      read.machine.processor === here.processor &&
      read.machine.cores === here.cores &&
      read.machine.tensorflow === here.tensorflow;
    return isHere ? read : null;
  } catch {
    return null;
  }
}

/** @throws LabFailure `file` where the folder cannot be written */
export async function writeCalibration(
  folder: string,
  calibration: Calibration,
) {
  // Where this fails, writing does, and says why.
  await mkdir(folder, { recursive: true }).catch(() => undefined);
  const text = `${JSON.stringify(calibration, null, 2)}\n`;
  await writeWhole(calibrationPath(folder), text);
}

/** Less than this share faster is no reason to change what a run is computed with. */
const worthwhile = 0.1;

/** What does a work fastest; the usual kernels where others are hardly faster. */
export function fastest(
  { measured }: Pick<Calibration, "measured">,
  work: KernelWork,
): Kernels {
  const [usual] = measured;
  const best = measured.reduce((a, b) => (b[work] < a[work] ? b : a));
  return (best[work] < (1 - worthwhile) * usual[work] ? best : usual).kernels;
}
