import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { EngineCommand, KernelTimes } from "../../../core/contract/engine";
import { presets } from "../../../core/experiment/presets";
import type { Kernels } from "../../../core/run/kernels";
import { Calibrator } from "../../../main/calibrator";
import { calibrate, candidates } from "../../../main/engine/calibrate";
import {
  calibrationPath,
  fastest,
  readCalibration,
  writeCalibration,
  type Calibration,
} from "../../../main/engine/calibration";
import { KernelChoice } from "../../../main/engine/kernel-choice";
import { threadsHere } from "../../../main/engine/kernel-environment";
import { thisMachine } from "../../../main/engine/machine";
import { engine, failureOf, temporaryFolder } from "../archive/helpers";
import { FakeChild } from "./fake-child";

const own: Kernels = { by: "tensorflow", threads: 2 };
const other: Kernels = { by: "onednn", threads: 1 };

function calibration(products: number, convolutions: number): Calibration {
  const machine = thisMachine();
  if (!machine) throw new Error("TensorFlow is missing.");
  return {
    machine,
    tensorflow: "2.21.0",
    measuredAt: "2026-11-29T07:00:00.000Z",
    measured: [
      { kernels: own, products: 10, convolutions: 10 },
      { kernels: other, products, convolutions },
    ],
  };
}

/** An engine process that takes as long as the test says. */
class TimedChild extends FakeChild {
  constructor(private readonly times: KernelTimes) {
    super();
    queueMicrotask(() => this.ready());
  }

  override send(command: EngineCommand) {
    super.send(command);
    if (command.type !== "ask") return;
    const answer = { kind: "kernel-times" as const, times: this.times };
    queueMicrotask(() =>
      this.says({ type: "answered", id: command.id, answer }),
    );
  }
}

const took = (products: number) => ({
  tensorflow: "2",
  products,
  convolutions: 1,
});

describe("what is fastest", () => {
  it("is chosen for each work, where it saves a tenth", () => {
    expect(fastest(calibration(8, 12), "products")).toEqual(other);
    expect(fastest(calibration(8, 12), "convolutions")).toEqual(own);
    expect(fastest(calibration(9.5, 5), "products")).toEqual(own);
    expect(fastest(calibration(9.5, 5), "convolutions")).toEqual(other);
  });

  it("is looked for with half the threads where cores may be halves of one", () => {
    expect(candidates(2)).toEqual([
      { by: "tensorflow", threads: 2 },
      { by: "onednn", threads: 2 },
    ]);
    expect(candidates(8).map(({ threads }) => threads)).toEqual([8, 8, 4, 4]);
  });

  it("is the shortest of what each process measured; one that fails is left out", async () => {
    const children: FakeChild[] = [];
    const measured = await calibrate(
      ({ by }) => {
        const child =
          by === "onednn" ? new FakeChild() : new TimedChild(took(3));
        if (by === "onednn") queueMicrotask(() => child.exit(132, "crashed"));
        children.push(child);
        return child;
      },
      { cores: 2 },
    );
    expect(measured.measured).toEqual([
      {
        kernels: { by: "tensorflow", threads: 2 },
        ...{ products: 3, convolutions: 1 },
      },
    ]);
    expect(children[0].wasKilled).toBe(true);
  });
});

describe("the file", () => {
  it("is read again as it was written", async () => {
    const folder = join(await temporaryFolder(), "new");
    await writeCalibration(folder, calibration(8, 12));
    expect(readCalibration(folder)).toEqual(calibration(8, 12));
  });

  it("counts for nothing when it is missing, damaged or of another machine", async () => {
    const folder = await temporaryFolder();
    expect(readCalibration(folder)).toBeNull();
    await writeCalibration(folder, calibration(8, 12));
    const text = await readFile(calibrationPath(folder), "utf8");
    for (const bad of [
      text.slice(0, text.length / 2),
      "",
      "null",
      text.replace('"products": 8', '"products": -8'),
      text.replace('"tensorflow": "', '"tensorflow": "other '),
      text.replace('"processor": "', '"processor": "other '),
    ]) {
      await writeFile(calibrationPath(folder), bad);
      expect(readCalibration(folder)).toBeNull();
    }
  });

  it("is refused with a sentence by a folder that cannot be written", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    const writing = writeCalibration(join(file, "home"), calibration(8, 12));
    expect(await failureOf(writing)).toMatchObject({
      error: { code: "file" },
    });
  });
});

describe("a new run", () => {
  const find = (id: string) => {
    const preset = presets.find((one) => one.id === id);
    if (!preset) throw new Error(`There is no preset ${id}.`);
    return preset.spec;
  };
  const plain = find("mnist-5k-tanh");
  const convolutional = find("mnist-1k-cnn");

  it("is computed with what was the fastest for its kind", async () => {
    const folder = await temporaryFolder();
    const { forRun } = new KernelChoice(folder);
    const usual = { by: "tensorflow", threads: threadsHere() };
    expect([null, plain, convolutional].map(forRun)).toEqual([
      usual,
      usual,
      usual,
    ]);
    await writeCalibration(folder, calibration(12, 8));
    expect(forRun(plain)).toEqual(own);
    expect(forRun(convolutional)).toEqual(other);
    expect(new KernelChoice(folder, 3).forRun(convolutional)).toEqual({
      by: "onednn",
      threads: 3,
    });
    expect(new KernelChoice(null).forRun(convolutional)).toEqual(usual);
    expect(forRun({ ...plain, precision: "float64" })).toBeNull();
  });

  it("is computed with what the variables ask for", async () => {
    const folder = await temporaryFolder();
    await writeCalibration(folder, calibration(12, 8));
    vi.stubEnv("TF_ENABLE_ONEDNN_OPTS", "0");
    vi.stubEnv("TF_NUM_INTRAOP_THREADS", "7");
    expect(new KernelChoice(folder).forRun(convolutional)).toEqual({
      by: "tensorflow",
      threads: 7,
    });
    vi.unstubAllEnvs();
  });
});

describe("the window's measurement", () => {
  const float32 = { ...engine, precision: "float32" as const };

  async function setUp(folder?: string) {
    const children: TimedChild[] = [];
    const errors: unknown[] = [];
    const home = folder ?? (await temporaryFolder());
    const calibrator = new Calibrator({
      folder: home,
      fork: ({ by }) => {
        const child = new TimedChild(took(by === "onednn" ? 1 : 2));
        children.push(child);
        return child;
      },
      onError: (error) => errors.push(error),
    });
    return { calibrator, children, errors, home };
  }

  it("is made once, after the first float32 run", async () => {
    const { calibrator, children, errors, home } = await setUp();
    calibrator.begun(engine);
    calibrator.rest();
    expect(children).toHaveLength(0);
    calibrator.begun(float32);
    calibrator.rest();
    await vi.waitFor(() => expect(readCalibration(home)).not.toBeNull());
    const count = children.length;
    await calibrator.close();
    calibrator.rest();
    expect(children).toHaveLength(count);
    expect(errors).toEqual([]);
  });

  it("is not used when a run begins beside it, and made after that run", async () => {
    const { calibrator, errors, home } = await setUp();
    calibrator.begun(float32);
    calibrator.rest();
    calibrator.begun(float32);
    await calibrator.close();
    expect(readCalibration(home)).toBeNull();
    calibrator.rest();
    await vi.waitFor(() => expect(readCalibration(home)).not.toBeNull());
    await calibrator.close();
    expect(errors).toEqual([]);
  });

  it("is tried once where the folder cannot be written", async () => {
    const folder = join(await temporaryFolder(), "file");
    await mkdir(join(folder, "calibration.json"), { recursive: true });
    const { calibrator, children, errors } = await setUp(folder);
    calibrator.begun(float32);
    calibrator.rest();
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    const count = children.length;
    calibrator.rest();
    expect(children).toHaveLength(count);
  });
});
