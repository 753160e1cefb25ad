/** Formulas that nobody should write: each is read, never run, and right; or refused. */
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { requireExperiment } from "../../../core/experiment/validate";
import { buildLandscape } from "../../../core/landscapes/spec";
import { length } from "../length";
import { fuzz, type Verdict } from "./campaign";
import {
  expressions,
  formulaTexts,
  variables,
  type Expression,
} from "./generators/formulas";
import { oddKeys, oddNumbers } from "./generators/odd";
import { expectRefusal } from "./refusal";

/** The landscape of a formula, or null where it is refused. */
function landscapeOf(formula: unknown, start: unknown) {
  try {
    const { model } = requireExperiment({
      edgeLab: 1,
      name: "Formula",
      model: { kind: "landscape", formula, start },
      optimizer: { kind: "gd", stepSize: 0.1 },
      steps: 1,
    });
    return model.kind === "landscape" ? buildLandscape(model) : null;
  } catch (thrown) {
    expectRefusal(thrown, ["bad-experiment"]);
    return null;
  }
}

function read(formula: string, start: object): Verdict {
  const landscape = landscapeOf(formula, start);
  if (!landscape) return "refused";
  const { objective, theta } = landscape;
  const gradient = new Float64Array(objective.size);
  const loss = objective.evaluate(theta, gradient);
  expect([loss, ...gradient].every(Number.isFinite)).toBe(true);
  const point = objective.linearize(theta);
  const v = theta.map((_, i) => i - 0.5);
  expect(point.hvp(v)).toHaveLength(theta.length);
  expect(point.third(v)).toHaveLength(theta.length);
  point.dispose();
  return "accepted";
}

/** First values of the variables that a text seems to have. */
function startFor(text: string): object {
  const found = variables.filter((name) => text.includes(name));
  const names = found.length > 0 ? found : variables;
  return Object.fromEntries(names.map((name, i) => [name, 0.7 + i]));
}

it("reads or refuses any text, and runs none", async () => {
  const canary = vi.fn();
  vi.stubGlobal("canary", canary);
  await fuzz({
    kind: "formulas, any text",
    inputs: formulaTexts,
    runs: length(500, 8000),
    limit: 2000,
    check: (text) => read(text, startFor(text)),
  });
  expect(canary).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

it("takes or refuses variables of any name and value", async () => {
  const names = fc.oneof(oddKeys, fc.constantFrom("x", "y", "sin", "e", "in"));
  const starts = fc.array(
    fc.tuple(
      names,
      fc.oneof(oddNumbers, fc.double({ min: -2, max: 2, noNaN: true })),
    ),
    { maxLength: 10 },
  );
  await fuzz({
    kind: "formulas, variables",
    inputs: fc.record({
      formula: fc.oneof(
        fc.constant(null),
        fc.constantFrom("x", "x*y", "toString", "constructor^2"),
        formulaTexts,
      ),
      starts,
    }),
    runs: length(200, 3000),
    check: ({ formula, starts: entries }) =>
      read(
        // Or one in which all of them occur.
        formula ?? entries.map(([name]) => name).join(" * "),
        Object.fromEntries(entries),
      ),
  });
});

/** Where the function is smooth and small, the gradient is what finite differences say. */
function compare(expression: Expression, point: number[]): Verdict {
  const landscape = landscapeOf(
    // Every variable must occur.
    `${expression.text} + 0*(${variables.join("+")})`,
    Object.fromEntries(variables.map((name, i) => [name, point[i]])),
  );
  if (!landscape) return "refused";
  const { objective, theta } = landscape;
  const gradient = new Float64Array(objective.size);
  const loss = objective.evaluate(theta, gradient);
  const { value, largest } = expression.at(point);
  const size = Math.max(1, largest);
  if (size === Infinity) return "accepted";
  // NaN^0 is 1: a number comes of what is none, and there is nothing to compare it with.
  if (Number.isNaN(size)) return "accepted";
  expect(Math.abs(loss - value) / size).toBeLessThan(1e-9);
  if (size > 1e4) return "accepted";
  for (const i of theta.keys()) {
    const ahead = (h: number) => {
      const there = point.map((x, j) => (j === i ? x + h : x));
      return (expression.at(there).value - value) / h;
    };
    const slopes = [1e-5, -1e-5, 5e-6, -5e-6].map(ahead);
    const [coarse, fine] = [slopes[0] + slopes[1], slopes[2] + slopes[3]];
    const scale = Math.max(1, Math.abs(fine), size / 10);
    const spread = Math.max(...slopes) - Math.min(...slopes);
    // A kink, or too steep for differences to say anything.
    if (!(spread < 1e-2 * scale && Math.abs(coarse - fine) < 1e-6 * scale))
      continue;
    expect(Math.abs(gradient[i] - fine / 2) / scale).toBeLessThan(1e-4);
  }
  return "accepted";
}

it("computes what a formula says, with its exact gradient", async () => {
  // Not next to a pole or a kink at a round number: there differences say nothing.
  const coordinate = fc
    .integer({ min: -2000, max: 2000 })
    .map((thousandths) => thousandths / 1000 + 0.00037);
  await fuzz({
    kind: "formulas, by their grammar",
    inputs: fc.record({
      expression: expressions,
      point: fc.tuple(coordinate, coordinate, coordinate),
    }),
    runs: length(500, 8000),
    check: ({ expression, point }) => compare(expression, point),
  });
});
