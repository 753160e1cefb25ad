import { describe, expect, it } from "vitest";
import { levelLabels, type Level } from "../../../renderer/plot/levels";

const level = (who: string, value: number, quantity = "2/η"): Level => ({
  who,
  value,
  quantity,
  number: String(value),
  ink: "series-0",
});
const place = (value: number) => 100 - value;

describe("levelLabels", () => {
  it("names thresholds apart from each other on their own lines", () => {
    expect(levelLabels([level("A", 40), level("B", 20)], place, 0)).toEqual([
      { y: 71, text: "B · 2/η = 20", ink: "series-0" },
      { y: 51, text: "A · 2/η = 40", ink: "series-0" },
    ]);
  });

  it("names those that crowd together, above the highest of them", () => {
    const levels = [level("A", 43), level("B", 38), level("C", 80)];
    expect(levelLabels(levels, place, 0)).toEqual([
      { y: 48, text: "B, A · 2/η = 38–43", ink: null },
      { y: 11, text: "C · 2/η = 80", ink: "series-0" },
    ]);
  });

  it("names the highest below its line where there is no room above", () => {
    const levels = [level("A", 95), level("B", 60)];
    expect(levelLabels(levels, place, 0)).toEqual([
      { y: 31, text: "B · 2/η = 60", ink: "series-0" },
      { y: 14, text: "A · 2/η = 95", ink: "series-0" },
    ]);
    // It would touch the next one: both are named together.
    const close = [level("A", 95), level("B", 72)];
    expect(levelLabels(close, place, 0)).toEqual([
      { y: 14, text: "B, A · 2/η = 72–95", ink: null },
    ]);
  });

  it("counts runs that differ in their last setting alone", () => {
    const [first] = levelLabels([level("0.2 · 0, 0.2 · 1", 10)], place, 0);
    expect(first.text).toBe("0.2 (2) · 2/η = 10");
    const [mixed] = levelLabels([level("0.2 · 0, 0.3 · 0", 10)], place, 0);
    expect(mixed.text).toBe("0.2 · 0, 0.3 · 0 · 2/η = 10");
    const [cut] = levelLabels([level("8 · 0.17…, 8 · 0.19…", 10)], place, 0);
    expect(cut.text).toBe("8 · 0.17…, 8 · 0.19… · 2/η = 10");
  });

  it("says no numbers where the formulas differ", () => {
    const levels = [level("A", 40), level("B", 38, "3.8/η")];
    expect(levelLabels(levels, place, 0)[0].text).toBe("B, A · thresholds");
  });
});
