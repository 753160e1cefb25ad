import { describe, expect, it } from "vitest";
import { outlined } from "../../../renderer/figures/outlines";
import { SvgBrush } from "../../../renderer/figures/svg-brush";
import { measure } from "./canvas";

/** The least and the greatest x and y of a path of absolute coordinates. */
function extent(d: string): [number, number, number, number] {
  const numbers = [...d.matchAll(/-?[\d.]+/g)].map(([n]) => Number(n));
  const xs = numbers.filter((_, i) => i % 2 === 0);
  const ys = numbers.filter((_, i) => i % 2 === 1);
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
}

describe("letters as shapes", () => {
  it("stand on their baseline in the size of the letters", () => {
    const [{ text, d }] = outlined("HxH", 100);
    expect(text).toBe("HxH");
    const [left, right, top, bottom] = extent(d ?? "");
    // Inter: capitals are 0.727 of the size high.
    expect(top).toBeCloseTo(-72.7, 0);
    expect(bottom).toBeCloseTo(0, 1);
    expect(left).toBeGreaterThan(0);
    expect(right).toBeGreaterThan(150);
    expect(right).toBeLessThan(230);
  });

  it("come from the file that has them; what none has stays text", () => {
    const parts = outlined("2/η = 40 日本", 12);
    expect(parts.map(({ text }) => text).join("")).toBe("2/η = 40 日本");
    expect(parts.filter(({ d }) => d === null).map(({ text }) => text)).toEqual(
      ["日本"],
    );
    for (const letter of "ηλδ²÷×−–·")
      expect(outlined(letter, 12)[0].d, letter).toBeTruthy();
  });

  it("are named in the SVG, and need no typeface there", () => {
    const brush = new SvgBrush("plot", measure, outlined);
    brush.font = "600 15px Inter";
    brush.fillText("Loss & λ", 10, 20);
    const svg = brush.document(
      { width: 50, height: 40 },
      { width: "5mm", height: "4mm", title: "T", description: "<D>" },
    );
    expect(svg).toContain('width="5mm" height="4mm" viewBox="0 0 50 40"');
    expect(svg).toContain("<desc>&lt;D&gt;</desc>");
    expect(svg).toContain('aria-label="Loss &amp; λ"');
    expect(svg).not.toContain("<text");
  });
});

it("a place that is kept is there again, and every group is closed", () => {
  const brush = new SvgBrush("plot", measure);
  brush.save();
  brush.translate(1, 2);
  brush.clipTo(0, 0, 5, 5);
  brush.unclip();
  brush.restore();
  brush.translate(3, 4);
  const svg = brush.document(
    { width: 9, height: 9 },
    { width: "9px", height: "9px", title: "", description: "" },
  );
  expect(svg.match(/<g/g)).toHaveLength(3);
  expect(svg.match(/<\/g>/g)).toHaveLength(3);
  expect(svg.indexOf("translate(3 4)")).toBeGreaterThan(svg.indexOf("</g>"));
});
