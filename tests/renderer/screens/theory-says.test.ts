import { describe, expect, it } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { assumed } from "../../../renderer/screens/theory/assumptions";
import {
  picture,
  readings,
  rowAt,
} from "../../../renderer/screens/theory/pictures";
import {
  agreementSays,
  centralResidual,
  constrainedSays,
  factorSays,
  lemmaSays,
  severalSays,
  sharpeningSays,
  slopesAlong,
  spikeSays,
  varianceOf,
} from "../../../renderer/screens/theory/says";
import {
  slicePicture,
  slopePicture,
} from "../../../renderer/screens/theory/slice";
import type { TheoryView } from "../../../renderer/screens/theory/view";
import { fakeLab, run } from "../fake-lab";
import { analysed } from "../theory-analysis";

function viewOf(changes: Partial<TheoryView> = {}): TheoryView {
  const { spec } = presetOf("chebyshev");
  return {
    lab: fakeLab().lab,
    run: run({ spec, status: "finished", threshold: 10 }),
    ...analysed(),
    cursor: null,
    oncursor: () => undefined,
    ...changes,
  };
}

/** The same without anything that needs ∇S, as for a relu network. */
function bare(): TheoryView {
  const { columns, summary } = analysed();
  const keep = ["step", "loss", "sharpness", "residual", "bound", "change"];
  return viewOf({
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [
        name,
        keep.includes(name) ? values : values.map(() => NaN),
      ]),
    ),
    summary: {
      ...summary,
      start: null,
      assumptions: null,
      forecast: null,
      spike: null,
      agreement: {
        ...summary.agreement,
        steps: 0,
        correlation: null,
        displacementError: null,
      },
    },
  });
}

describe("what a run says", () => {
  const view = viewOf();

  it("of the descent lemma", () => {
    expect(lemmaSays(view)).toMatch(
      /^In \d+ of 240 steps the lemma promised nothing/,
    );
    const { columns } = view;
    const calm = { ...columns, bound: columns["bound"].map(() => -1) };
    expect(lemmaSays({ ...view, columns: calm })).toBe(
      "In all 240 steps the lemma promised descent.",
    );
  });

  it("of its way to the edge", () => {
    expect(sharpeningSays(view)).toMatch(
      /^Sharpness went from 4\.792 to 9\.9\d+; 2\/η is 10\.00\./,
    );
    const summary = { ...view.summary, from: 0 };
    expect(sharpeningSays({ ...view, summary })).toContain("first step");
  });

  it("of the constrained trajectory, with its residuals", () => {
    expect(constrainedSays(view)).toMatch(/S held down in 240 of them/);
    expect(constrainedSays(bare())).toContain("no constrained trajectory");
  });

  it("of the factor of 2: the slope is S·x and not half of it", () => {
    expect(factorSays(view.summary)).toMatch(
      /their ratio is (0\.99|1\.00)\d+, not ½/,
    );
    const { start, assumptions } = view.summary;
    expect(slopesAlong(view.summary)).toHaveLength(
      (assumptions?.slice.x.length ?? 0) - 2,
    );
    for (const { x, slope } of slopesAlong(view.summary))
      // F is a parabola to 5e-4 of its height here.
      if (Math.abs(x) > 0.02)
        expect(slope / ((start?.sharpness ?? NaN) * x)).toBeCloseTo(1, 2);
    expect(factorSays(bare().summary)).toContain("no slope");
  });

  it("of the prediction and the spike", () => {
    expect(agreementSays(view.summary)).toContain("correlate to 0.99993");
    expect(spikeSays(view.summary)).toMatch(
      /Predicted sharpness peak.*in 36 steps.*The first peak came after 45 steps/,
    );
    expect(agreementSays(bare().summary)).toContain("no prediction");
    expect(spikeSays(bare().summary)).toMatch(
      /no constrained trajectory to predict from.*No peak/,
    );
    expect(spikeSays({ ...view.summary, forecast: null })).toContain(
      "sharpening or the oscillation was missing",
    );
  });

  it("of several eigenvalues", () => {
    expect(severalSays(view)).toContain("At most one eigenvalue");
    const { columns } = view;
    // Two from step 1,000 on, three at the last step only.
    const last = columns["step"].length - 1;
    const edgeCount = columns["step"].map((step, row) =>
      row === last ? 3 : step >= 1000 ? 2 : 1,
    );
    expect(
      severalSays({ ...view, columns: { ...columns, edgeCount } }),
    ).toMatch(
      /^In 231 of 240 steps, first at step 1,000, several eigenvalues.*at most 3:/,
    );
    const variance = varianceOf(view, 1);
    // A cycle and a half: the mean is off by some percent.
    expect(
      (variance?.measured ?? NaN) / (variance?.predicted ?? NaN),
    ).toBeCloseTo(1, 0);
    expect(varianceOf(view, 2)).toBeNull();
    expect(centralResidual(view)).toBeLessThan(1e-12);
    expect(centralResidual(bare())).toBeNaN();
  });

  it("of a central flow that is not there, for the reason that holds", () => {
    expect(severalSays(bare())).toContain("flows were left out");
    const { summary } = bare();
    const never = { ...bare(), summary: { ...summary, steps: 0 } };
    expect(severalSays(never)).toContain("the notes above say why");
    const kinks = {
      kind: "kinks",
      step: null,
      message: "",
      advice: "",
    } as const;
    const relu = { ...bare(), summary: { ...summary, alarms: [kinks] } };
    expect(severalSays(relu)).toContain("the notes above say why");
    const off = { ...kinks, kind: "central-flow" } as const;
    const far = { ...bare(), summary: { ...summary, alarms: [off] } };
    expect(severalSays(far)).toContain("the notes above say why");
  });

  it("of its assumptions, each with a number", () => {
    const { assumptions } = view.summary;
    if (!assumptions) throw new Error("There are none.");
    const list = assumed(assumptions);
    expect(list.every(({ holds }) => holds === true)).toBe(true);
    expect(assumed({ ...assumptions, eigengap: null })[0].holds).toBeNull();
    expect(assumed({ ...assumptions, alpha: -1 })[1].holds).toBe(false);
  });
});

describe("figures", () => {
  const line = { key: "sharpness", label: "S", ink: "sharpness" } as const;

  it("draw stored rows only, from the start of the analysis or from the first step", () => {
    const view = viewOf();
    const { columns, summary } = view;
    const short = picture(view, [line], 10_000);
    expect(short.x.min).toBe(summary.from);
    expect(short.curves[0].x).toHaveLength(240);
    const whole = picture(view, [line], 10_000, { whole: true });
    expect(whole.curves[0].x).toHaveLength(columns["step"].length);
    expect(whole.crossing?.step).toBe(summary.from);
  });

  it("have the threshold inside where it is drawn, and leave out empty columns", () => {
    const high = picture(viewOf(), [line], 100, { threshold: true });
    expect(high.y.max).toBeGreaterThan(10);
    const second = { key: "lane2", label: "x", ink: "second" } as const;
    expect(picture(viewOf(), [second], 100).curves).toEqual([]);
  });

  it("mark the steps of alarms", () => {
    const { summary } = analysed();
    const alarm = { kind: "swap", step: 1000, message: "So.", advice: "" };
    const alarms = [alarm as (typeof summary.alarms)[number]];
    const view = viewOf({ summary: { ...summary, alarms } });
    expect(picture(view, [line], 100).ticks).toEqual([
      { step: 1000, label: "So." },
    ]);
  });

  it("read the row nearest to the cursor, or the last one", () => {
    const { columns } = viewOf();
    expect(rowAt(viewOf())).toBe(columns["step"].length - 1);
    const view = viewOf({ cursor: 1000.4 });
    expect(columns["step"][rowAt(view)]).toBe(1000);
    expect(readings(view, [line])[0].value).toBe("1,000");
  });

  it("of the slice need one", () => {
    expect(slicePicture(viewOf().summary)?.curves).toHaveLength(2);
    expect(slopePicture(viewOf().summary)?.curves).toHaveLength(3);
    expect(slicePicture(bare().summary)).toBeNull();
    expect(slopePicture(bare().summary)).toBeNull();
  });
});
