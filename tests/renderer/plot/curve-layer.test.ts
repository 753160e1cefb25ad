/** When the curves of a chart are copied from a bitmap, and when they are drawn. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { curveOf } from "../../../renderer/plot/curve";
import { CurveLayer } from "../../../renderer/plot/curve-layer";
import type { ChartModel } from "../../../renderer/plot/model";
import type { Palette } from "../../../renderer/plot/palette";
import type { CurveChart, Scene } from "../../../renderer/plot/scene";
import { crowd } from "../../../renderer/plot/styles";

/** A context that counts what it is asked for. */
function recorder() {
  const calls: Record<string, number> = {};
  const context = new Proxy({} as CanvasRenderingContext2D, {
    get: (_, name: string) => () => {
      calls[name] = (calls[name] ?? 0) + 1;
    },
    set: () => true,
  });
  return { calls, context };
}

const scale = (from: number, to: number) => ({
  min: 0,
  max: 1,
  getPixelForValue: (value: number) => from + (to - from) * value,
  getValueForPixel: (pixel: number) => (pixel - from) / (to - from),
});
const chart = {
  chartArea: {
    left: 50,
    right: 550,
    top: 20,
    bottom: 220,
    width: 500,
    height: 200,
  },
  currentDevicePixelRatio: 1,
  scales: { x: scale(50, 550), y: scale(220, 20) },
} as unknown as CurveChart;

function modelOf(curves: number): ChartModel {
  const xs = Float64Array.from({ length: 50 }, (_, i) => i / 49);
  return {
    x: { min: 0, max: 1 },
    y: { min: 0, max: 1, log: false },
    curves: Array.from({ length: curves }, (_, i) =>
      curveOf(String(i), "", "loss", { x: xs, y: xs }),
    ),
    threshold: null,
    crossing: null,
  };
}

const palette = { loss: "#123456" } as Palette;
const sceneOf = (model: ChartModel, lit: string[] = []) =>
  ({ model, palette, lit: new Set(lit) }) as unknown as Scene;

const bitmaps: ReturnType<typeof recorder>[] = [];
beforeEach(() => {
  bitmaps.length = 0;
  const createElement = () => {
    const bitmap = recorder();
    bitmaps.push(bitmap);
    return { getContext: () => bitmap.context };
  };
  vi.stubGlobal("document", { createElement });
});
afterEach(() => vi.unstubAllGlobals());

/** What a drawing asks of the chart itself. */
function drawn(layer: CurveLayer, scene: Scene) {
  const { calls, context } = recorder();
  expect(layer.draw(context, chart, scene)).toBe(true);
  const { stroke = 0, drawImage = 0 } = calls;
  return { stroke, drawImage };
}

it("draws each window of a zoom on the chart itself", () => {
  const layer = new CurveLayer();
  for (let frame = 0; frame < 3; frame++)
    expect(drawn(layer, sceneOf(modelOf(3)))).toEqual({
      stroke: 3,
      drawImage: 0,
    });
  expect(bitmaps).toHaveLength(0);
});

it("makes a bitmap when the same curves are drawn again, and copies it from then on", () => {
  const layer = new CurveLayer();
  const model = modelOf(3);
  drawn(layer, sceneOf(model));
  for (let cursor = 0; cursor < 3; cursor++)
    expect(drawn(layer, sceneOf(model))).toEqual({ stroke: 0, drawImage: 1 });
  expect(bitmaps).toHaveLength(1);
  expect(bitmaps[0].calls.stroke).toBe(3);
});

it("makes one at once where a curve stands out, as the others are faint together", () => {
  const layer = new CurveLayer();
  const scene = sceneOf(modelOf(3), ["1"]);
  expect(drawn(layer, scene)).toEqual({ stroke: 0, drawImage: 1 });
  expect(bitmaps).toHaveLength(1);
});

it("makes one at once of a crowd", () => {
  const layer = new CurveLayer();
  vi.stubGlobal("ImageData", vi.fn());
  drawn(layer, sceneOf(modelOf(crowd + 1)));
  expect(bitmaps).toHaveLength(1);
});
