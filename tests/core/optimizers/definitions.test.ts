/** What each definition says, against what its rule does. */
import { describe, expect, test } from "vitest";
import { optimizers } from "../../../core/optimizers";
import {
  createOptimizer,
  optimizerOf,
  optimizerSchema,
  stabilityThreshold,
  thresholdCourse,
} from "../../../core/optimizers/spec";
import { wordsOf } from "../../../core/schema/words";
import { quadratic } from "../run/support";

describe.each(optimizers.map(({ name }) => name))("%s", (kind) => {
  const spec = optimizerSchema.parse({ kind, stepSize: 0.1 });
  const definition = optimizerOf(spec);
  const objective = quadratic([1, 2]);
  const gradient = Float64Array.of(1, 2);

  test("has a default for each field but the step size, and words for all", () => {
    expect(spec.stepSize).toBe(0.1);
    const { kind: tag, ...fields } = definition.schema.shape;
    expect(tag.value).toBe(kind);
    for (const field of Object.values(fields))
      expect(wordsOf(field)?.label).toMatch(/^\p{Lu}/u);
  });

  test("its threshold is some number divided by the step size, or it says why there is none", () => {
    const { thresholdFormula, noThreshold, isMoving } = definition;
    if (thresholdFormula === undefined) {
      expect(stabilityThreshold(spec)).toBeNull();
      expect(thresholdCourse(spec)).toBe("none");
      expect(noThreshold).toMatch(/has no .*threshold.*2\/η is not one\./);
      return;
    }
    expect(thresholdFormula).toContain("η");
    const half = { ...spec, stepSize: 0.05 };
    const threshold = stabilityThreshold(spec);
    if (isMoving) expect(threshold).toBeNull();
    else expect(stabilityThreshold(half)).toBeCloseTo(2 * Number(threshold), 9);
  });

  test("it is long exactly where its rule works as a generator", () => {
    const updating = createOptimizer(spec, objective).update(
      Float64Array.of(1, 1),
      gradient,
      0.1,
    );
    expect(updating !== undefined).toBe(definition.isLong ?? false);
  });

  test("it is preconditioned exactly where its rule has a preconditioner", () => {
    const rule = createOptimizer(spec, objective);
    expect(rule.preconditioner !== undefined).toBe(
      definition.isPreconditioned ?? false,
    );
  });

  test("it is plain exactly where three updates are −η∇L each", () => {
    const rule = createOptimizer(spec, objective);
    const theta = Float64Array.of(1, 1);
    const steps = [1, 2, 3].map((scale) => {
      const before = theta.slice();
      const g = gradient.map((x) => scale * x);
      const updating = rule.update(theta, g, 0.1);
      while (updating && !updating.next().done);
      return theta.map((x, i) => x - before[i] + 0.1 * g[i]);
    });
    // Rounding of numbers of size 1.
    const isPlain = steps.every((left) =>
      left.every((x) => Math.abs(x) < 1e-14),
    );
    expect(isPlain).toBe(definition.isPlain ?? false);
  });

  test("the words of its numbers say what they are", () => {
    expect(definition.describe(spec)).toMatch(/^\p{Lu}/u);
    expect(definition.update).toContain("∇L");
  });
});

test("a name that is no optimizer is a fault of the program", () => {
  expect(() => optimizerOf({ kind: "none" as "gd" })).toThrow(
    'There is no definition of "none".',
  );
});
