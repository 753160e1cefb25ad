import { expect, test } from "vitest";
import { createProgress, megabytes } from "../../scripts/setup/progress.mjs";

function capture(isTTY: boolean) {
  const written: string[] = [];
  let time = 0;
  const stream = {
    isTTY,
    columns: 30,
    write: (text: string) => written.push(text),
  };
  const progress = createProgress(stream, () => time);
  return {
    written,
    progress,
    wait: (seconds: number) => (time += seconds * 1000),
  };
}

test("on a terminal a step is one line, redrawn and never wider than it", () => {
  const { written, progress } = capture(true);
  const step = progress.step("Electron 33.2.1");
  step.update("112 MB of 196 MB");
  step.done("ready");
  expect(written).toEqual([
    "\r\x1b[2KElectron 33.2.1 · 112 MB of 1",
    "\r\x1b[2KElectron 33.2.1 · ready\n",
  ]);
});

test("elsewhere there is a plain line every ten seconds at most", () => {
  const { written, progress, wait } = capture(false);
  const step = progress.step("TensorFlow");
  for (let second = 1; second <= 25; second += 1) {
    wait(1);
    step.update(`${second} MB`);
  }
  step.done("ready");
  expect(written).toEqual([
    "TensorFlow · 10 MB\n",
    "TensorFlow · 20 MB\n",
    "TensorFlow · ready\n",
  ]);
});

test("sizes are in megabytes, and never more than the whole", () => {
  expect(megabytes(112_400_000, 196_264_810)).toBe("112 MB of 196 MB");
  expect(megabytes(200_000_000, 196_264_810)).toBe("196 MB of 196 MB");
  expect(megabytes(112_400_000)).toBe("112 MB");
});
