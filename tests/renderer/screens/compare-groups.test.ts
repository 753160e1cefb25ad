import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../core/contract/api";
import { facetsOf } from "../../../renderer/screens/compare/facets";
import {
  colourScaleOf,
  legendOf,
} from "../../../renderer/screens/compare/legend";
import {
  groupsOf,
  membersOf,
  type Grouping,
} from "../../../renderer/screens/compare/members";
import {
  groupingOf,
  groupOptions,
  groupValue,
} from "../../../renderer/screens/compare/options";
import { columnsOf } from "../../../renderer/screens/compare/run-columns";
import {
  differenceLabels,
  settingsOf,
} from "../../../renderer/screens/compare/settings";
import { colourSettingOf } from "../../../renderer/screens/compare/what";
import { run } from "../fake-lab";

const base = run().spec;

function seeded(id: number, stepSize: number, seed: number): RunRow {
  return run({
    id,
    name: `η = ${stepSize}, seed ${seed}`,
    summary: { crossingStep: 10 * id, finalLoss: id / 10 },
    spec: {
      ...base,
      optimizer: { ...base.optimizer, stepSize },
      model: {
        ...base.model,
        init: { scheme: "xavier", seed, biasNoise: 0 },
      } as typeof base.model,
    },
  });
}

const sweep = (sizes: number[], seeds: number[]) =>
  sizes.flatMap((size, i) =>
    seeds.map((seed, j) => seeded(1 + i * seeds.length + j, size, seed)),
  );

/** Everything that is derived from some runs. */
function derived(
  rows: RunRow[],
  { grouping = null as Grouping | null, colour = "auto", hidden = [0] } = {},
) {
  const settings = settingsOf(rows);
  const members = membersOf(rows, settings, new Set(hidden));
  const setting = colourSettingOf(settings, colour, rows.length);
  const groups = groupsOf(members, settings, grouping, setting);
  return { settings, members, setting, groups };
}

const sixByTwo = sweep([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0, 1]);

describe("settingsOf", () => {
  it("finds numbers and their letters, seeds last", () => {
    const { settings } = derived(sixByTwo);
    expect(
      settings.map(({ label, symbol, isNumeric }) => [
        label,
        symbol,
        isNumeric,
      ]),
    ).toEqual([
      ["step size", "η", true],
      ["seed", "seed", true],
    ]);
    expect(settings[0].values.get(3)).toBe(0.2);
    expect(settings[1].texts.get(2)).toBe("1");
  });

  it("has names for what is no number, and nothing where nothing differs", () => {
    const rows = [
      run({ id: 1, spec: { ...base, loss: "mse" } as typeof base }),
      run({ id: 2, spec: { ...base, loss: "cross-entropy" } as typeof base }),
    ];
    const [loss] = settingsOf(rows);
    expect([loss.path, loss.isNumeric]).toEqual(["loss", false]);
    expect(settingsOf([seeded(1, 0.1, 0), seeded(2, 0.1, 0)])).toEqual([]);
  });
});

describe("differenceLabels", () => {
  it("tell each run from the others", () => {
    const labels = differenceLabels(sixByTwo, settingsOf(sixByTwo));
    expect(labels.get(1)).toBe("η = 0.1, seed 0");
    expect(new Set(labels.values()).size).toBe(12);
  });

  it("of equal runs have the name, and of equal names the number", () => {
    const same = [1, 2].map((id) => run({ id, name: "twin" }));
    const labels = differenceLabels(same, settingsOf(same));
    expect([...labels.values()]).toEqual(["twin (run 1)", "twin (run 2)"]);
  });
});

describe("groupsOf", () => {
  it("makes one line of the runs that differ in the seed alone", () => {
    const { groups } = derived(sixByTwo, {
      grouping: { kind: "over", path: "seed" },
    });
    expect(groups.map(({ label }) => label)).toEqual(
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((size) => `η = ${size} (2)`),
    );
    expect(groups[1].members.map(({ row }) => row.id)).toEqual([3, 4]);
  });

  it("makes one line for each value of a setting", () => {
    const { groups } = derived(sixByTwo, {
      grouping: { kind: "by", path: "seed" },
    });
    expect(groups.map(({ members }) => members.length)).toEqual([6, 6]);
  });

  it("makes one of all where nothing else differs, and none by a setting that is gone", () => {
    const seeds = sweep([0.1], [0, 1, 2]);
    const over = (path: string) =>
      derived(seeds, { grouping: { kind: "over", path } }).groups;
    expect(over("seed").map(({ label }) => label)).toEqual(["mean of 3 runs"]);
    expect(over("data.samples")).toHaveLength(3);
  });

  it.each([2, 12, 24, 60])("gives no two of %i lines the same style", (n) => {
    const sizes = Array.from({ length: n / 2 }, (_, i) => (i + 1) / 100);
    for (const colour of ["run", "optimizer.stepSize", "seed", "auto"]) {
      const { groups } = derived(sweep(sizes, [0, 1]), { colour });
      const styles = groups.map(({ ink, dash, width }) =>
        JSON.stringify([ink, dash, width]),
      );
      expect(new Set(styles).size).toBe(n);
    }
  });

  it("keeps a style whatever is hidden", () => {
    const style = (hidden: number[]) =>
      derived(sixByTwo, { hidden }).groups.map(({ ink, dash }) => [ink, dash]);
    expect(style([1, 2, 3])).toEqual(style([]));
  });
});

describe("colourSettingOf", () => {
  it("is by itself the setting with most values once there are more runs than hues", () => {
    expect(derived(sixByTwo).setting?.path).toBe("optimizer.stepSize");
    expect(derived(sixByTwo.slice(0, 8)).setting).toBeNull();
    expect(derived(sixByTwo, { colour: "run" }).setting).toBeNull();
    expect(derived(sixByTwo, { colour: "seed" }).setting?.path).toBe("seed");
  });
});

describe("legendOf", () => {
  it("lists lines while they are few, and colours in order when they are many", () => {
    const few = derived(sixByTwo.slice(0, 4));
    expect(legendOf(few.groups, few.setting)).toHaveLength(4);
    const many = derived(sweep([0.3, 0.1, 0.2, 0.4, 0.5], [0, 1, 2]), {
      hidden: [4, 5, 6],
    });
    const items = legendOf(many.groups, many.setting);
    expect(items.map(({ label }) => label)).toEqual(
      [0.1, 0.2, 0.3, 0.4, 0.5].map((size) => `η = ${size} (3)`),
    );
    expect(items.map(({ visible }) => visible)).toEqual([
      false,
      true,
      true,
      true,
      true,
    ]);
    expect(items[0].ids).toEqual([4, 5, 6]);
  });

  it("has a scale with ends and a middle where colours stand for numbers", () => {
    const { setting } = derived(sixByTwo);
    const scale = colourScaleOf(setting);
    expect(scale?.scale).toBe("linear");
    expect(scale?.ticks.map(({ label }) => label)).toEqual([
      "0.1",
      "0.3",
      "0.6",
    ]);
    expect(scale?.ticks[1].share).toBeCloseTo(0.4, 12);
    expect(colourScaleOf(null)).toBeNull();
    const long = derived(sweep([0.05, 0.158114, 0.562341], [0]));
    expect(
      colourScaleOf(long.settings[0])?.ticks.map(({ label }) => label),
      "no room between the ends",
    ).toEqual(["0.05", "0.562341"]);
  });
});

it("facetsOf has a small picture for each colour, in order, or for each line", () => {
  const { groups, setting } = derived(sweep([0.3, 0.1, 0.2], [0, 1, 2]));
  expect(
    facetsOf(groups, setting).map(({ label, groups }) => [
      label,
      groups.length,
    ]),
  ).toEqual([
    ["η = 0.1", 3],
    ["η = 0.2", 3],
    ["η = 0.3", 3],
  ]);
  expect(facetsOf(groups, null)).toHaveLength(9);
});

it("the choice of groups is about the settings that differ", () => {
  const { settings } = derived(sixByTwo);
  expect(groupOptions(settings).map(({ value }) => value)).toEqual([
    "",
    "over optimizer.stepSize",
    "over seed",
  ]);
  const grouping = groupingOf("over seed");
  expect(grouping).toEqual({ kind: "over", path: "seed" });
  expect(groupValue(settings, grouping)).toBe("over seed");
  expect(groupValue([], grouping)).toBe("");
  expect(groupingOf("")).toBeNull();
});

describe("columnsOf", () => {
  it("has the settings that differ first, then the results there are", () => {
    const { members, settings } = derived(sixByTwo);
    const columns = columnsOf(members, settings, null, "difference");
    expect(columns.map(({ label }) => label)).toEqual([
      "Run",
      "η",
      "seed",
      "Crossing",
      "Loss",
      "Steps",
      "Threshold",
      "Status",
      "Name",
    ]);
  });

  it("shows results as differences from the baseline", () => {
    const { members, settings } = derived(sixByTwo);
    const columns = columnsOf(members, settings, sixByTwo[1], "difference");
    const crossing = columns.find(({ key }) => key === "crossingStep");
    const texts = sixByTwo.slice(0, 3).map((row) => crossing?.text(row));
    expect(texts).toEqual(["−10.00", "20", "+10.00"]);
    expect(sixByTwo.slice(0, 3).map((row) => crossing?.value(row))).toEqual([
      -10, 20, 10,
    ]);
  });

  it("shows results as multiples of the baseline", () => {
    const { members, settings } = derived(sixByTwo);
    const columns = columnsOf(members, settings, sixByTwo[1], "ratio");
    const crossing = columns.find(({ key }) => key === "crossingStep");
    const texts = sixByTwo.slice(0, 3).map((row) => crossing?.text(row));
    expect(texts).toEqual(["× 0.5000", "20", "× 1.500"]);
    expect(crossing?.title).toBe(
      "Step of the crossing, divided by the baseline",
    );
  });
});
