/** The estimated trace along a run of more than 300 parameters. */
import { expect, test } from "vitest";
import type { Objective } from "../../../core/objective/objective";
import type { Checkpoint } from "../../../core/run/checkpoint";
import { collect, quadratic, start, type Changes } from "./support";

const size = 400;
const values = Array.from({ length: size }, (_, i) => Math.sin(i) + i / 100);
const exact = values.reduce((a, b) => a + b);

/** A quadratic whose Hessian is not diagonal, where random signs would be exact. */
function turned(): Objective {
  const plain = quadratic(values);
  const mirror = (v: Float64Array) => {
    const twice = (2 * v.reduce((a, b) => a + b, 0)) / size;
    return v.map((x) => x - twice);
  };
  return {
    ...plain,
    linearize: (theta) => {
      const at = plain.linearize(theta);
      return { ...at, hvp: (v) => mirror(at.hvp(mirror(v))) };
    },
  };
}

function run(changes: Changes = {}) {
  return start(turned(), new Float64Array(size).fill(1e-3), {
    steps: 99,
    stepSize: 0.01,
    sharpness: { every: 1, k: 1, trace: true },
    ...changes,
  });
}

test("each row has signs of its own, and the standard error holds for the mean of all rows", async () => {
  const { column } = await collect(run().updates);
  const trace = column("spectrum", "trace");
  const errors = column("spectrum", "traceError");
  expect(new Set(trace).size).toBe(100);
  const mean = trace.reduce((a, b) => a + b) / 100;
  const spread = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0)) / 100;
  // One draw for all rows would leave the error of a single row, ten times as large.
  expect(Math.abs(mean - exact)).toBeLessThan(4 * spread);
  // Of 100 scores from ten values each some 6 are beyond 2 (Student's t with nine degrees of freedom).
  const beyond = trace.filter((t, i) => Math.abs(t - exact) > 2 * errors[i]);
  expect(beyond.length).toBeLessThan(20);
});

test("the same run has the same signs", async () => {
  const [one, other] = await Promise.all([
    collect(run().updates),
    collect(run().updates),
  ]);
  expect(one.column("spectrum", "trace")).toEqual(
    other.column("spectrum", "trace"),
  );
});

test("a run that goes on draws what it would have drawn; one of an earlier version goes on, too", async () => {
  const { column } = await collect(run().updates);
  const trace = column("spectrum", "trace");
  const paused = run({ steps: 40 });
  paused.host.now = () => (paused.host.time += 61);
  let checkpoint: Checkpoint | undefined;
  for await (const update of paused.updates)
    if (update.type === "batch" && update.checkpoint?.step === 30)
      checkpoint = update.checkpoint;
  if (!checkpoint) throw new Error("There is no checkpoint.");
  const resumed = await collect(run({ checkpoint }).updates);
  expect(resumed.column("spectrum", "trace")).toEqual(trace.slice(30));
  const { random, ...older } = checkpoint.spectrum;
  expect(random).toHaveLength(4);
  const other = await collect(
    run({ checkpoint: { ...checkpoint, spectrum: older } }).updates,
  );
  expect(other.column("spectrum", "trace")).toHaveLength(70);
  expect(other.column("spectrum", "lambda1")).toEqual(
    resumed.column("spectrum", "lambda1"),
  );
});
