import { expect, it, vi } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import {
  Landscape,
  hasMap,
} from "../../../renderer/screens/live/Landscape.svelte";
import {
  mapReadings,
  mapSentence,
} from "../../../renderer/screens/live/map-words";
import { fakeLab, run } from "../fake-lab";

const product = run({
  spec: presetOf("product").spec,
  threshold: 6.67,
  columns: {
    steps: ["step", "loss", "theta1", "theta2"],
    spectrum: [],
    test: [],
    batch: [],
    batchSteps: [],
  },
});

const whole = {
  step: Float64Array.of(0, 1, 2),
  loss: Float64Array.of(0.08, 1, 0),
  theta1: Float64Array.of(3, 2, 1),
  theta2: Float64Array.of(0.2, 0.5, 1),
};

const grown = (steps: number) => ({
  ...product,
  rows: { steps, spectrum: 0, test: 0, batch: 0, batchSteps: 0 },
});

function opened(detail = product) {
  const fake = fakeLab();
  const from: (number | undefined)[] = [];
  fake.answer("runs.readTable", (request) => {
    from.push(request.from);
    return Object.fromEntries(
      Object.entries(whole).map(([name, all]) => [
        name,
        all.slice(request.from ?? 0),
      ]),
    );
  });
  return { from, landscape: new Landscape(fake.lab, detail) };
}

it("a run has a map when it moved through a plane", () => {
  expect(hasMap(product)).toBe(true);
  expect(hasMap(run())).toBe(false);
  expect(hasMap(run({ spec: product.spec }))).toBe(false);
});

it("reads the path once, and then only what is new", async () => {
  const { from, landscape } = opened();
  expect(landscape.variables).toEqual(["x", "y"]);
  landscape.follow(grown(3));
  await vi.waitFor(() => expect(landscape.path?.step).toHaveLength(3));
  expect(landscape.terrain?.threshold.length).toBeGreaterThan(0);
  landscape.follow(grown(4));
  await vi.waitFor(() => expect(from).toEqual([undefined, 3]));
  landscape.close();
});

it("shows more around the path on request, and the path again", async () => {
  const { landscape } = opened();
  landscape.follow(grown(3));
  await vi.waitFor(() => expect(landscape.terrain).not.toBeNull());
  const near = landscape.terrain?.window;
  landscape.look(true);
  expect(landscape.terrain?.window.x.max).toBeGreaterThan(near?.x.max ?? 0);
  landscape.look(false);
  expect(landscape.terrain?.window).toEqual(near);
});

it("reads a point and says what is drawn", async () => {
  const { landscape } = opened();
  landscape.follow(grown(3));
  await vi.waitFor(() => expect(landscape.terrain).not.toBeNull());
  const { path, terrain, variables } = landscape;
  if (!path || !terrain) throw new Error("No path was read.");
  expect([landscape.at(null), landscape.at(1)]).toEqual([2, 1]);
  expect(
    mapReadings(path, 1, variables).map(({ label, value }) => [label, value]),
  ).toEqual([
    ["step", "1"],
    ["x", "2.000"],
    ["y", "0.5000"],
    ["loss", "1.000"],
  ]);
  expect(mapSentence(product, variables, path, terrain)).toBe(
    "Contour lines of the loss over x and y, with the path of descent from (3, 0.2) at step 0 to (1, 1) at step 2. The dashed curve is where sharpness is 2/η = 6.67.",
  );
});

it("draws no threshold for a method that rescales", async () => {
  const spec = {
    ...product.spec,
    optimizer: {
      kind: "rmsprop" as const,
      stepSize: 0.01,
      weightDecay: 0,
      beta2: 0.99,
      epsilon: 1e-8,
    },
  };
  const { landscape } = opened(run({ ...product, spec }));
  landscape.follow(grown(3));
  await vi.waitFor(() => expect(landscape.terrain).not.toBeNull());
  expect(landscape.terrain?.threshold).toEqual([]);
});
