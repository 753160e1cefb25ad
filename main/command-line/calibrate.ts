/** `lab calibrate`: which kernels are the fastest on this machine. */
import { LabFailure, toLabError } from "../../core/errors";
import { kernelsText, makerLabels } from "../../core/run/kernels";
import { grouped } from "../../core/text/grouped";
import { dataFolder } from "../data-folder";
import { calibrate } from "../engine/calibrate";
import {
  calibrationPath,
  fastest,
  kernelWorks,
  writeCalibration,
  type Calibration,
} from "../engine/calibration";
import { makerHere } from "../engine/kernel-environment";
import { forkHere } from "./engine";
import { lines } from "./text";

/** Measures, keeps what came of it in the data folder, and tells it. */
export async function calibrateHere(isJson: boolean): Promise<number> {
  const folder = dataFolder();
  const start = performance.now();
  const calibration = await calibrate((kernels) =>
    forkHere(process.cwd(), kernels),
  );
  const seconds = (performance.now() - start) / 1000;
  const kept = await keep(folder, calibration);
  const { stdout } = process;
  if (isJson) {
    const fastestOf = kernelWorks.map((work) => [
      work,
      fastest(calibration, work),
    ]);
    const chosen: unknown = Object.fromEntries(fastestOf);
    const whole = { ...calibration, chosen, seconds, kept };
    stdout.write(`${JSON.stringify(whole)}\n`);
  } else stdout.write(`${calibrationText(calibration)}${keptText(kept)}`);
  return 0;
}

/** @returns the file; null, with a caution, where it cannot be written */
async function keep(
  folder: string,
  calibration: Calibration,
): Promise<string | null> {
  try {
    await writeCalibration(folder, calibration);
    return calibrationPath(folder);
  } catch (thrown) {
    if (!(thrown instanceof LabFailure)) throw thrown;
    const { message } = toLabError(thrown);
    process.stderr.write(`Caution: ${message}\n`);
    return null;
  }
}

function keptText(path: string | null): string {
  const kept = path === null ? "" : `kept in ${path}\n`;
  const asked = makerHere();
  if (asked === null) return kept;
  return `${kept}Here TF_ENABLE_ONEDNN_OPTS is set, so new runs use ${makerLabels[asked]} all the same.\n`;
}

function calibrationText(calibration: Calibration): string {
  const { machine, tensorflow, measured } = calibration;
  const milliseconds = (ms: number) => `${ms.toPrecision(3)} ms`;
  const table = lines([
    ["", "matrix products", "convolutions"],
    ...measured.map(({ kernels, products, convolutions }) => [
      kernelsText(kernels),
      milliseconds(products),
      milliseconds(convolutions),
    ]),
    [
      "new float32 runs use",
      ...kernelWorks.map((work) => kernelsText(fastest(calibration, work))),
    ],
  ]);
  return `${machine.processor}, ${grouped(machine.cores)} cores, TensorFlow ${tensorflow}\n${table}`;
}
