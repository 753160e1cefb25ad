import { describe, expect, it } from "vitest";
import { readChoices } from "../../../renderer/screens/compare/choices";
import {
  figureOf,
  stampsOfRuns,
} from "../../../renderer/screens/compare/figures";
import { groupsOf, membersOf } from "../../../renderer/screens/compare/members";
import {
  comparePicture,
  trackOf,
} from "../../../renderer/screens/compare/pictures";
import { edgeSentence } from "../../../renderer/screens/compare/sentences";
import { settingsOf } from "../../../renderer/screens/compare/settings";
import { colourSettingOf } from "../../../renderer/screens/compare/what";
import { run } from "../fake-lab";

const base = run().spec;

/** The figure of so many runs, each with a step size of its own. */
function figureOfRuns(
  count: number,
  colour: string,
  window: { min: number; max: number } | null = null,
) {
  const rows = Array.from({ length: count }, (_, i) =>
    run({
      id: i + 1,
      name: `Run ${i}`,
      threshold: 2 / (0.1 + i / 1000),
      summary: { crossingStep: i },
      spec: {
        ...base,
        optimizer: { ...base.optimizer, stepSize: 0.1 + i / 1000 },
      },
    }),
  );
  const settings = settingsOf(rows);
  const setting = colourSettingOf(settings, colour, count);
  const members = membersOf(rows, settings, new Set());
  const visible = groupsOf(members, settings, null, setting);
  const tracks = visible.flatMap((group) => {
    const [{ row }] = group.members;
    const [x, y] = [Float64Array.of(0, 1), Float64Array.of(1, 2)];
    const extent = { min: 0, max: 1 };
    const track = trackOf(group, {
      runs: [row.id],
      x,
      y,
      extent,
      rows: 2,
      unplaced: 0,
      isThinned: false,
      longest: 2,
      missing: [],
    });
    return track ? [track] : [];
  });
  const model = comparePicture(tracks, {
    name: "sharpness",
    x: "step",
    ratio: false,
    relation: null,
    xLog: false,
    yLog: false,
    window: null,
    range: null,
    extent: { min: 0, max: 1 },
  });
  return figureOf(
    [{ name: "sharpness", model, tracks }],
    {
      settings,
      colourSetting: setting,
      visible,
      choices: { ...readChoices({}), window },
    },
    "1.0",
  );
}

describe("a figure of compared runs", () => {
  it("names few lines and runs one by one", () => {
    const { legend, stamp, caption } = figureOfRuns(3, "run");
    expect(legend.map(({ label }) => label)).toEqual([
      "η = 0.1",
      "η = 0.101",
      "η = 0.102",
    ]);
    expect(stamp).toHaveLength(4);
    expect(stamp[0]).toMatch(/^η = 0.1: Run 0; η = 0.1, 2\/η = 20/);
    expect(caption).toContain("Long dashes: where the optimiser");
  });

  it("says which window zoomed charts show", () => {
    const caption = (window: { min: number; max: number } | null) =>
      figureOfRuns(2, "run", window).caption;
    expect(caption({ min: 1200.4, max: 3000 })).toContain(
      "Only step from 1,200 to 3,000 is shown.",
    );
    expect(caption(null)).not.toContain("Only");
  });

  it("of results tells many runs together, few one by one", () => {
    const rows = Array.from({ length: 12 }, (_, i) =>
      run({
        id: i + 1,
        name: `Run ${i}`,
        spec: {
          ...base,
          optimizer: { ...base.optimizer, stepSize: 0.1 + i / 100 },
        },
      }),
    );
    const stamps = stampsOfRuns(rows);
    expect(stamps[0]).toBe(
      "12 runs, from Run 0 to Run 11 (runs 1–12 of the archive)",
    );
    expect(stamps.at(-1)).toMatch(/^step size: 0.1, 0.11, /);
    expect(stamps.length).toBeLessThan(5);
    expect(stampsOfRuns(rows.slice(0, 2))).toHaveLength(2);
  });

  it.each([
    ["run", "lines"],
    ["optimizer.stepSize", "colours"],
  ])(
    "stays as long with 300 runs, coloured by %s, and says what is left out",
    (colour, what) => {
      const { legend, stamp, caption } = figureOfRuns(300, colour);
      expect(legend).toHaveLength(12);
      expect([legend[0].label, legend[11].label]).toEqual([
        "η = 0.1",
        "η = 0.399",
      ]);
      expect(caption).toContain(`The legend names 12 of 300 ${what}`);
      expect(caption).toContain("Shaded in red: from the least");
      expect(caption).toContain("or a bracket where many crowd");
      expect(stamp.length).toBeLessThan(6);
      expect(stamp[0]).toBe(
        "300 runs, from Run 0 to Run 299 (runs 1–300 of the archive)",
      );
      expect(stamp).toContain("step size: 300 values from 0.1 to 0.399");
    },
  );
});

it("says which runs reached the edge first where several did together", () => {
  const at = (steps: (number | null)[]) =>
    edgeSentence(
      steps.map((crossingStep, i) => ({
        row: run({ id: i + 1, summary: { crossingStep } }),
        label: "ABCD"[i],
        visible: true,
      })),
    );
  expect(at([5, 5, 9])).toBe(
    "A and B reached the threshold first, at step 5; C last, at step 9.",
  );
  expect(at([0, 0, 0, null])).toBe(
    "A and 2 others reached the threshold first, at step 0; 1 run did not.",
  );
});
