import { describe, expect, it } from "vitest";
import { storyOf, type RunRecord } from "../../../core/run/story";

const writing = {
  quantity: (value: number) => String(Number(value.toPrecision(4))),
  count: (value: number) => String(value),
};

const curve = (values: number[], every = 1) => ({
  step: Float64Array.from(values, (_, i) => i * every),
  value: Float64Array.from(values),
});

function story(
  sharpness: number[],
  loss: number[],
  changes: Partial<RunRecord> = {},
) {
  const at = sharpness.findIndex((value) => value >= 10);
  return storyOf(
    {
      loss: curve(loss),
      sharpness: {
        ...curve(sharpness),
        residual: new Float64Array(sharpness.length),
      },
      crossing: at < 0 ? null : at,
      rises: null,
      threshold: 10,
      thresholdName: "2/η",
      hasDiverged: false,
      ...changes,
    },
    writing,
  );
}

const falling = [4, 3, 2, 1];

describe("sharpness", () => {
  it("of a fork that had crossed the threshold before its first step", () => {
    const told = story([9.5, 9.8, 9.6], [3, 2, 1], { crossing: -7 });
    expect(told.slice(0, 2)).toEqual([
      {
        step: 0,
        text: "Sharpness began at 9.5, below the threshold 2/η = 10.",
      },
      { step: null, text: "It had already reached 2/η, at step -7." },
    ]);
    expect(JSON.stringify(told)).not.toContain("never reached");
  });

  it("that climbs, crosses, overshoots and hovers", () => {
    const hovering = Array.from({ length: 12 }, (_, i) => 10 + (i % 2) * 0.2);
    const loss = Array.from({ length: 16 }, (_, i) => 16 - i);
    const told = story([5, 8, 10.5, 12, ...hovering], loss);
    expect(told.slice(0, 4)).toEqual([
      { step: 0, text: "Sharpness began at 5, below the threshold 2/η = 10." },
      {
        step: 2,
        text: "It rose while the loss fell (progressive sharpening) and reached 2/η at step 2.",
      },
      {
        step: 3,
        text: "Its highest value is 12, 1.20\u00a0×\u00a02/η, at step 3.",
      },
      {
        step: 2,
        text: "From step 2 on it averaged 1.026\u00a0×\u00a02/η, about the threshold.",
      },
    ]);
  });

  it("that never arrives", () => {
    expect(story([5, 7, 6], falling)[1]).toEqual({
      step: 1,
      text: "It rose as far as 7, 0.70\u00a0×\u00a02/η, and never reached the threshold.",
    });
    expect(story([5, 4, 3], falling)[1].text).toBe(
      "It fell from there and never reached the threshold.",
    );
  });

  it("that does not change", () => {
    expect(story([5, 5.001, 5], falling)[1]).toEqual({
      step: null,
      text: "It did not change.",
    });
  });

  it("that begins above the threshold, and comes down or does not", () => {
    const [first, second] = story([15, 12, 9, 3], falling);
    expect(first.text).toBe(
      "Sharpness began at 15, above the threshold 2/η = 10.",
    );
    expect(second).toEqual({
      step: 2,
      text: "It came below 2/η at step 2 and stayed there.",
    });
    expect(story([15, 9, 12], falling)[1].text).toBe(
      "It first came below 2/η at step 1.",
    );
    expect(story([15, 12, 13], falling)[1].text).toBe(
      "It never came below 2/η.",
    );
  });

  it("that is at the threshold to within its residual", () => {
    const told = story([10 - 1e-9, 10, 12, 9], falling, {
      sharpness: {
        ...curve([10 - 1e-9, 10, 12, 9]),
        residual: new Float64Array(4).fill(1e-8),
      },
      crossing: 0,
    });
    expect(told[0].text).toMatch(/, at the threshold 2\/η = 10\.$/);
    expect(told.map(({ text }) => text)).toContain(
      "It came below 2/η at step 3 and stayed there.",
    );
  });

  it("tells what happened above the threshold in order", () => {
    const told = story([15, 18, 9, 3], falling);
    expect(told.slice(1, 3).map(({ step }) => step)).toEqual([1, 2]);
  });

  it("that was not measured, or whose measurement broke down", () => {
    expect(story([], falling)[0]).toEqual({
      step: null,
      text: "Sharpness was not measured.",
    });
    expect(story([NaN, 5, 11], falling)[0].step).toBe(1);
  });

  it("does not call it progressive sharpening where the loss rose", () => {
    expect(story([5, 11], [1, 2])[1].text).toBe(
      "It rose and reached 2/η at step 1.",
    );
  });
});

describe("loss", () => {
  it("that falls at every step", () => {
    expect(story([], falling)[1].text).toBe(
      "The loss fell from 4 to 1 and never rose from one step to the next.",
    );
  });

  it("that falls, though not at every step", () => {
    expect(story([], [4, 3, 3.5, 1, 2])[1]).toEqual({
      step: 1,
      text: "The loss fell from 4 to 2, though not at every step: it rose in 2 of 4 steps, first at step 1.",
    });
  });

  it("that moves by rounding alone does not rise", () => {
    const loss = [4, 3, 1, 1 + 2e-16, 1, 1 + 2e-16];
    expect(story([], loss, { rises: { count: 0, first: null } })[1].text).toBe(
      "The loss fell from 4 to 1 and never rose from one step to the next.",
    );
    expect(
      story([], [4, 3, 3.5, 1], { rises: { count: 1, first: 1 } })[1].text,
    ).toMatch(/it rose in 1 of 3 steps, first at step 1\.$/);
  });

  it("that grows beyond all bounds", () => {
    const told = story([], [4, 5, 600], { hasDiverged: true });
    expect(told.slice(1)).toEqual([
      {
        step: 2,
        text: "The run diverged: it was ended after step 2, at a loss of 600.",
      },
    ]);
  });

  it("of a single step is no story", () => {
    expect(story([5], [1])).toHaveLength(1);
  });
});

describe("of a threshold that varies", () => {
  it("compares each measurement with the threshold of its step", () => {
    const told = story([8, 9, 12], falling, {
      threshold: Float64Array.of(Infinity, 20, 10),
      crossing: 2,
    });
    expect(told[0].text).toBe(
      "Sharpness began at 8, below the threshold (2/η, which varies; Infinity then).",
    );
    expect(told[1].text).toContain("reached 2/η at step 2");
  });
});

describe("without a threshold", () => {
  it("tells how sharpness went, and of no edge", () => {
    const told = story([8, 12, 9], falling, {
      threshold: null,
      crossing: null,
    });
    expect(told.slice(0, 2)).toEqual([
      {
        step: 0,
        text: "Sharpness began at 8 and ended at 9. This optimiser has no threshold.",
      },
      { step: 1, text: "Its highest value is 12." },
    ]);
  });

  it("says so of one that stayed, and of none measured", () => {
    const without = { threshold: null, crossing: null };
    expect(story([8, 8], falling, without)[0].text).toBe(
      "Sharpness began at 8 and did not change.",
    );
    expect(story([], falling, without)[0].text).toBe(
      "Sharpness was not measured.",
    );
  });
});
