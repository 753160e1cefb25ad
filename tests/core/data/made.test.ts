/** What all sources of made samples share. */
import { describe, expect, test } from "vitest";
import { dataDigest } from "../../../main/engine/data-digest";
import { load } from "./support";

describe.each([
  "gaussian",
  "teacher",
  "spirals",
  "sorting",
  "copying",
  "modular-addition",
] as const)("%s", (source) => {
  test("the same seed gives the same samples, another seed others", async () => {
    const one = await load({ source, seed: 3 });
    expect(await load({ source, seed: 3 })).toEqual(one);
    expect((await load({ source, seed: 4 })).train.inputs).not.toEqual(
      one.train.inputs,
    );
  });

  test("test samples are drawn after the training samples and leave them as they are", async () => {
    const alone = await load({ source, samples: 30 });
    const both = await load({ source, samples: 30, testSamples: 20 });
    const longer = await load({ source, samples: 51 });
    expect(alone.test).toBeNull();
    expect(both.train).toEqual(alone.train);
    expect(both.test?.samples).toBe(20);
    expect(both.test?.inputs).toHaveLength(20 * both.train.inputWidth);
    expect(both.test?.inputs).toEqual(
      longer.train.inputs.subarray(
        30 * both.train.inputWidth,
        50 * both.train.inputWidth,
      ),
    );
  });
});

// The same digests came out of Node 20 and Electron 33, whose Math.cos differ.
test.each([
  [
    "gaussian",
    "a1002efc87dd571cf39001816b33bd0d5cc799572174c495a5fd7a2a5a4649c5",
  ],
  [
    "teacher",
    "a94ce359aacb719e79c88fe23840d7371786a8e9eb084dc82abaaac509918373",
  ],
  [
    "spirals",
    "34c1d085e0334ceafe9248f54e92d8d7e593d015b90a4fdc0a6cf991df09a62b",
  ],
  [
    "sorting",
    "abeb81d2e2d6494f103784af3a11038c551cef15e44978e0df7c6133d42e619b",
  ],
  [
    "copying",
    "3356ca05680306ba6c8eb584ed1ba8a0a1750f61b814e4c73b63735551bc100b",
  ],
  [
    "modular-addition",
    "3d1508c0647c0da80e06f75073083ee0bc74f527079adaf3ef06c11b34176a3f",
  ],
  ["iris", "215b4429c4892abed8acb6ad936ea79b2db65ac425f4b4f0c2348dd0bb81491c"],
] as const)("%s is the same on every machine", async (source, digest) => {
  expect(dataDigest(await load({ source }))).toBe(digest);
});
