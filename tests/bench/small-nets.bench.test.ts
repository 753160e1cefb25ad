/** Small networks in double precision on one core: a step, and a warm measurement of sharpness. */
import { test } from "vitest";
import { finish } from "../core/support";
import { engineAsBuilt } from "./as-built";
import { clocked, figure, inTurn, print, printRatio, say } from "./measure";
import { mlp } from "./networks";
import { Peer } from "./peer";

interface Figures {
  /** Microseconds a step. */
  step: number;
  /** Milliseconds of a measurement of the top three eigenvalues. */
  measurement: number;
}

/** Goals, and a web tutorial's engine as seen on the machine they were set on, to 1 % there. */
const rows: { widths: number[]; goal: Figures; tutorial: Figures }[] = [
  {
    widths: [1, 20, 1],
    goal: { step: 10, measurement: 0.15 },
    tutorial: { step: 17, measurement: 1.1 },
  },
  {
    widths: [1, 30, 20, 1],
    goal: { step: 30, measurement: 0.45 },
    tutorial: { step: 140, measurement: 6.6 },
  },
  {
    widths: [1, 100, 100, 1],
    goal: { step: 220, measurement: 4 },
    tutorial: { step: 1890, measurement: 1077 },
  },
];
const stepSize = 0.02;
const engine = await engineAsBuilt();
const { addScaled } = engine;

test.each(rows)(
  "small net $widths, 20 points, float64 on one core",
  async ({ widths, goal, tutorial }) => {
    const layers = mlp(widths);
    const data = engine.chebyshev(3, 20);
    const { objective, theta } = engine.networkProblem(
      new engine.Float64Backend(),
      layers,
      data,
    );
    const gradient = new Float64Array(objective.size);
    const peers = await Peer.open({
      layers,
      data,
      theta,
      loss: objective.evaluate(theta, gradient),
      precision: "float64",
      threads: 1,
    });
    const step = () => {
      objective.evaluate(theta, gradient);
      addScaled(theta, -stepSize, gradient);
    };
    const repeat = 200;
    const [ours, ...theirs] = await inTurn(
      [
        clocked(step, repeat),
        ...peers.map((peer) => () => peer.step(stepSize, repeat)),
      ],
      25,
    );
    for (const peer of peers) await peer.close();

    const tracker = new engine.SharpnessTracker(3, "float64", 0);
    const [measurements, products]: number[][] = [[], []];
    for (let i = 0; i < 200; i++) {
      step();
      const start = performance.now();
      const at = objective.linearize(theta);
      const pairs = finish(tracker.measure(at));
      at.dispose();
      measurements.push(performance.now() - start);
      products.push(pairs.products);
      if (!pairs.converged) say("A measurement did not converge.");
    }

    const microseconds = (times: number[]) => times.map((t) => t * 1000);
    const name = widths.join("-");
    figure(`step, ${name}, float64, one core`, microseconds(ours), "µs", {
      most: goal.step,
    });
    say(`a web tutorial's: ${tutorial.step} µs, ${tutorial.measurement} ms`);
    for (const [i, { name }] of peers.entries()) {
      print(`${name}'s step, µs`, microseconds(theirs[i]));
      printRatio(`step / ${name}'s`, ours, theirs[i]);
    }
    // The first ones are cold, and the code that runs them is not compiled yet.
    figure(
      `warm measurement of the top 3 to 10⁻⁸, ${name}`,
      measurements.slice(50),
      "ms",
      { most: goal.measurement },
    );
    print("  products each", products.slice(50));
  },
);
