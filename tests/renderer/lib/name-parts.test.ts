import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptParts, partsOf } from "../../../renderer/lib/name-parts";

const ownOf = (names: string[]) =>
  names.map((name) => partsOf(names).get(name)?.[1]);

describe("partsOf", () => {
  it("tells the runs of a sweep apart by what was varied", () => {
    expect(
      ownOf([
        "MNIST-5k tanh · η 0.05 · seed 1",
        "MNIST-5k tanh · η 0.05 · seed 2",
        "MNIST-5k tanh · η 0.8 · seed 1",
      ]),
    ).toEqual(["η 0.05 · seed 1", "η 0.05 · seed 2", "η 0.8 · seed 1"]);
  });

  it("cuts no word or number", () => {
    const names = ["A long name, width 100", "A long name, width 102"];
    expect(ownOf(names)).toEqual(["width 100", "width 102"]);
    expect(ownOf(["Chebyshev", "Chebyshev2"])).toEqual([
      "Chebyshev",
      "Chebyshev2",
    ]);
  });

  it("shows all of what one name has and the other lacks", () => {
    expect(ownOf(["MNIST-5k tanh", "MNIST-5k tanh 2"])).toEqual([
      "tanh",
      "tanh 2",
    ]);
  });

  it("leaves names alone that have nothing in common, and names that are the same", () => {
    expect(ownOf(["Slow", "Fast", "Slower"])).toEqual([
      "Slow",
      "Fast",
      "Slower",
    ]);
    expect(ownOf(["The same name", "The same name"])).toEqual([
      "The same name",
      "The same name",
    ]);
    expect(partsOf([]).size).toBe(0);
  });

  it("keeps families apart", () => {
    expect(
      ownOf(["Sine wave 1", "Sine wave 2", "MNIST tanh a", "MNIST tanh b"]),
    ).toEqual(["1", "2", "a", "b"]);
  });

  it("loses no character of any name, and never hides a difference", () => {
    const word = fc.constantFrom("MNIST", "tanh", "η", "0.05", "·", "x");
    const name = fc.array(word).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const parts = partsOf(names);
        for (const one of names) {
          expect(parts.get(one)?.join("")).toBe(one);
          for (const other of names) {
            const [a, b] = [parts.get(one), parts.get(other)];
            if (one !== other) expect(a).not.toEqual(b);
          }
        }
        const shared = new Set([...parts.values()].map(([head]) => head));
        for (const head of shared) {
          const own = [...parts.values()]
            .filter(([other]) => other === head)
            .map(([, tail]) => tail);
          expect(new Set(own).size).toBe(own.length);
        }
      }),
    );
  });

  it("splits 10,000 names quickly", () => {
    const names = Array.from(
      { length: 10_000 },
      (_, i) => `A sweep over η ${i}`,
    );
    const begun = performance.now();
    partsOf(names);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

it("keptParts makes them anew only when a name has changed", () => {
  const parts = keptParts();
  const first = parts(["A run of 1", "A run of 2"]);
  expect(parts(["A run of 1", "A run of 2"])).toBe(first);
  expect(parts(["A run of 1", "A run of 3"])).not.toBe(first);
});
