import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptShortNames, shortNames } from "../../../renderer/lib/short-names";

const tailsOf = (names: string[]) =>
  names.map((name) => shortNames(names).get(name)?.tail);

describe("shortNames", () => {
  it("tells the runs of a sweep apart by what was varied", () => {
    expect(
      tailsOf([
        "MNIST-5k tanh, step size 0.05, seed 1",
        "MNIST-5k tanh, step size 0.08, seed 1",
        "Iris",
      ]),
    ).toEqual(["0.05, seed 1", "0.08, seed 1", ""]);
  });

  it("cuts no word or number", () => {
    expect(
      tailsOf(["A long name, width 100", "A long name, width 102"]),
    ).toEqual(["100", "102"]);
    expect(tailsOf(["Chebyshev", "Chebyshev2"])).toEqual([
      "Chebyshev",
      "Chebyshev2",
    ]);
  });

  it("leaves names alone that have nothing in common, and names that are the same", () => {
    expect(tailsOf(["Slow", "Fast", "Slower"])).toEqual(["", "", ""]);
    expect(tailsOf(["The same name", "The same name"])).toEqual(["", ""]);
    expect(shortNames([]).size).toBe(0);
  });

  it("keeps families apart", () => {
    expect(
      tailsOf(["Sine wave 1", "Sine wave 2", "MNIST tanh a", "MNIST tanh b"]),
    ).toEqual(["1", "2", "a", "b"]);
  });

  it("loses no character of any name, and has no two alike", () => {
    const word = fc.constantFrom("MNIST", "tanh", "η", "0.05", "·", "x");
    const name = fc.array(word).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const short = shortNames(names);
        for (const one of names) {
          const { head, tail } = short.get(one) ?? { head: "", tail: "" };
          expect(head + tail).toBe(one);
          // What is shown is never the same for two names that begin alike.
          for (const other of names)
            if (one !== other)
              expect(short.get(other)).not.toEqual({ head, tail });
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
    shortNames(names);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

it("keptShortNames makes them anew only when a name has changed", () => {
  const shorten = keptShortNames();
  const first = shorten(["A run of 1", "A run of 2"]);
  expect(shorten(["A run of 1", "A run of 2"])).toBe(first);
  expect(shorten(["A run of 1", "A run of 3"])).not.toBe(first);
});
