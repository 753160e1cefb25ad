/** Gradient descent with five eigenvalues at each step, gradient flow and central flow, beside JAX. */
import { test } from "vitest";
import type { LayerSpec } from "../../core/layers/spec";
import type { Objective } from "../../core/objective/objective";
import { finish, smallData } from "../core/support";
import { engineAsBuilt } from "./as-built";
import { figure, say, show } from "./measure";
import { askJax } from "./peer";

interface Seen {
  loss: number;
  /** Largest eigenvalue. */
  sharpness: number;
}

const engine = await engineAsBuilt();
const widths = [8, 16, 16, 1];
const samples = 128;
const stepSize = 0.1;
const steps = Number(process.env.EDGE_LAB_BENCH_FLOW_STEPS ?? 500);
const top = 5;

test("8-16-16-1 swish, n = 128, steps of three processes", async () => {
  const layers = widths.slice(1).flatMap((units): LayerSpec[] => [
    { type: "activation", fn: "swish" },
    { type: "dense", units, bias: true },
  ]);
  const { data } = smallData({ samples, inputs: 8, outputs: 1 }, 1);
  // Sharpness reaches 2/η after some 200 steps.
  data.inputs = data.inputs.map((x) => 4 * x);
  data.targets = data.targets.map((y) => 2 * y);
  const { objective, theta } = engine.networkProblem(
    new engine.Float64Backend(),
    layers.slice(1),
    data,
  );
  const processes = {
    descent: descent(objective, theta.slice()),
    flow: flow(objective, theta.slice()),
    central: central(objective, theta.slice()),
  };
  let ours = 0;
  for (const [name, advance] of Object.entries(processes)) {
    let seen = { loss: NaN, sharpness: NaN };
    const start = performance.now();
    for (let step = 0; step < steps; step++) seen = advance();
    const ms = performance.now() - start;
    ours += ms;
    say(
      `${name}: ${show(ms / 1000)} s, at the end loss ${seen.loss.toPrecision(4)}, sharpness ${seen.sharpness.toPrecision(5)}`,
    );
  }
  const problem = { data, theta, widths, stepSize, steps };
  const theirs = (await askJax("with_central_flow.py", problem)) as Record<
    string,
    Seen & { ms: number }
  > | null;
  if (!theirs) return;
  let whole = 0;
  for (const [name, { ms, loss, sharpness }] of Object.entries(theirs)) {
    whole += ms;
    say(
      `JAX, ${name}: ${show(ms / 1000)} s, at the end loss ${loss.toPrecision(4)}, sharpness ${sharpness.toPrecision(5)}`,
    );
  }
  figure(
    `descent, gradient flow and central flow with five eigenvalues, ${steps} steps, 8-16-16-1 swish: ours ÷ JAX's`,
    [ours / whole],
    "",
    { most: 0.25 },
  );
});

function descent(objective: Objective, theta: Float64Array) {
  const measure = measured(objective, theta);
  return (): Seen => {
    const { gradient, ...seen } = measure();
    engine.addScaled(theta, -stepSize, gradient);
    return seen;
  };
}

function flow(objective: Objective, theta: Float64Array) {
  const measure = measured(objective, theta);
  const flow = new engine.GradientFlow(objective);
  return (): Seen => {
    const { gradient, ...seen } = measure();
    finish(flow.update(theta, gradient, stepSize));
    return seen;
  };
}

function central(objective: Objective, theta: Float64Array) {
  const flow = new engine.CentralFlow(objective, theta, stepSize, "float64");
  return (): Seen => {
    const point = finish(flow.advance());
    if (!point) throw new Error("The central flow is not finite.");
    return point;
  };
}

function measured(objective: Objective, theta: Float64Array) {
  const tracker = new engine.SharpnessTracker(top, "float64", 0);
  return () => {
    const at = objective.linearize(theta);
    const [sharpness] = finish(tracker.measure(at)).values;
    const seen = { loss: at.loss, sharpness, gradient: at.gradient.slice() };
    at.dispose();
    return seen;
  };
}
