/** Experiments, data and sweeps that nobody should write: each is taken and works, or refused. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { LabFailure } from "../../../core/errors";
import { expandSweep } from "../../../core/experiment/sweep/expand";
import { settingsOf } from "../../../core/experiment/sweep/settings";
import type { Sweep } from "../../../core/experiment/sweep/spec";
import { presets } from "../../../core/experiment/presets";
import { requireData } from "../../../core/experiment/validate-data";
import { requireExperiment } from "../../../core/experiment/validate";
import { length } from "../length";
import { fuzz, type Verdict } from "./campaign";
import {
  dataFromNothing,
  experimentsFromNothing,
  workingExperiments,
} from "./generators/experiments";
import { mutated } from "./generators/mutations";
import { oddNumbers, oddValues } from "./generators/odd";
import { expectRefusal } from "./refusal";
import { scratchArchive } from "./scratch";
import { isSmall, runAndKeep } from "./small-runs";

/** What is accepted stays the same when it is written and read again. */
function taken<T>(
  require: (input: unknown) => T,
  input: unknown,
  use: (value: T) => Promise<void> = async () => undefined,
): Verdict | Promise<Verdict> {
  let value: T;
  try {
    value = require(input);
  } catch (thrown) {
    expectRefusal(thrown, ["bad-experiment"]);
    const { fields = [] } = (thrown as LabFailure).error;
    expect(fields).not.toEqual([]);
    return "refused";
  }
  // JSON has no −0.
  const written: unknown = JSON.parse(JSON.stringify(value));
  expect(JSON.parse(JSON.stringify(require(written)))).toEqual(written);
  return use(value).then(() => "accepted");
}

it("takes or refuses changed experiments", async () => {
  const archive = await scratchArchive();
  await fuzz({
    kind: "experiments, changed",
    inputs: mutated(workingExperiments),
    runs: length(500, 10_000),
    check: (input) =>
      taken(requireExperiment, input, async (spec) => {
        if (isSmall(spec)) await runAndKeep(spec, archive);
      }),
  });
});

it("takes or refuses experiments from nothing", async () => {
  const archive = await scratchArchive();
  await fuzz({
    kind: "experiments, from nothing",
    inputs: fc.oneof(
      { weight: 9, arbitrary: experimentsFromNothing },
      { weight: 1, arbitrary: oddValues },
    ),
    runs: length(300, 6000),
    check: (input) =>
      taken(requireExperiment, input, async (spec) => {
        if (isSmall(spec)) await runAndKeep(spec, archive);
      }),
  });
});

it("takes or refuses data", async () => {
  const sources = workingExperiments
    .map((spec) => (spec as { data?: unknown }).data)
    .filter((data) => data !== undefined);
  await fuzz({
    kind: "data of experiments",
    inputs: fc.oneof(mutated(sources), dataFromNothing, oddValues),
    runs: length(200, 4000),
    check: (input) => taken(requireData, input),
  });
});

it("takes or refuses sweeps", async () => {
  const list = fc.oneof(
    fc.array(oddNumbers, { maxLength: 6 }),
    fc.array(fc.double({ min: 1e-3, max: 1, noNaN: true }), { maxLength: 6 }),
    fc
      .constantFrom(1001, 100_000)
      .map((n) => Array.from({ length: n }, (_, i) => i)),
  );
  const sizes = fc.oneof(
    oddNumbers,
    fc.double({ min: 1e-3, max: 10, noNaN: true }),
  );
  const range = fc.record(
    {
      from: sizes,
      to: sizes,
      count: fc.oneof(oddNumbers, fc.integer({ min: 2, max: 20 })),
      scale: fc.constantFrom("linear" as const, "log" as const),
    },
    { requiredKeys: ["from", "to"] },
  );
  const paths = presets.flatMap(({ spec }) =>
    settingsOf(spec).map(({ path }) => path),
  );
  const path = fc.oneof(
    fc.constantFrom("optimizer.stepSize", "model.init.seed"),
    fc.constantFrom(...new Set(paths)),
    fc.string({ maxLength: 12 }),
  );
  const seeds = fc.array(fc.nat(100), { maxLength: 6 });
  const values = fc.oneof(
    list,
    range,
    seeds,
    oddValues as fc.Arbitrary<Sweep["vary"][string]>,
  );
  const good: fc.Arbitrary<Sweep> = fc.record({
    vary: fc.record(
      {
        "optimizer.stepSize": fc.array(
          fc.double({ min: 1e-3, max: 1, noNaN: true }),
          {
            minLength: 1,
            maxLength: 5,
          },
        ),
        "optimizer.weightDecay": range,
        steps: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), {
          minLength: 1,
          maxLength: 5,
        }),
      },
      { requiredKeys: ["optimizer.stepSize"] },
    ),
    combine: fc.constantFrom<Sweep["combine"][]>("grid", "zip", {
      random: 3,
    }),
  });
  const odd: fc.Arbitrary<Sweep> = fc.record(
    {
      vary: fc.dictionary(path, values, { maxKeys: 3 }),
      combine: fc.oneof(
        fc.constantFrom("grid" as const, "zip" as const),
        fc.record({ random: fc.integer({ min: 0, max: 30 }) }),
        oddValues as fc.Arbitrary<Sweep["combine"]>,
      ),
    },
    { requiredKeys: ["vary"] },
  );
  await fuzz({
    kind: "sweeps",
    inputs: fc.record({
      base: fc.constantFrom(...presets),
      sweep: fc.oneof(good, odd),
    }),
    runs: length(200, 3000),
    check: ({ base, sweep }) => {
      let specs;
      try {
        specs = expandSweep(base.spec, sweep);
      } catch (thrown) {
        expectRefusal(thrown, ["bad-experiment"]);
        expect((thrown as LabFailure).error.fields).not.toEqual([]);
        return "refused";
      }
      const names = new Set(specs.map(({ name }) => name));
      expect([specs.length > 0, names.size]).toEqual([true, specs.length]);
      return "accepted";
    },
  });
});
