import type { Lab } from "../lib/api";
import { count } from "../lib/format";
import { Task } from "../lib/task.svelte";
import type { Toasts } from "../lib/toasts.svelte";
import { canvasBrush } from "../plot/brush";
import { family } from "../plot/lettering";
import { drawChart } from "../plot/line-chart";
import { readPalette } from "../plot/palette";
import type { LiveController } from "../screens/live/Controller.svelte";
import { framesOf, lastStays } from "./frames";
import { animatedGif } from "./gif";

export const sizes = [
  { width: 800, height: 450 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;
export const rates = [5, 10, 20, 25] as const;
export const lengths = [6, 12, 24] as const;

/** All charts of the page, one above the other. */
export const allCharts = "all";

/** The charts of a run as an animation that is made, with its progress. */
export class Animation {
  chart = $state(allCharts);
  size = $state(1);
  rate = $state<number>(10);
  seconds = $state<number>(12);
  /** How much is done, from 0 to 1; null while none is made. */
  share = $state<number | null>(null);
  readonly task = new Task();
  readonly live: LiveController;
  readonly #lab: Lab;
  readonly #toasts: Pick<Toasts, "saved">;
  #isCancelled = false;

  constructor(lab: Lab, live: LiveController, toasts: Pick<Toasts, "saved">) {
    this.#lab = lab;
    this.live = live;
    this.#toasts = toasts;
  }

  get last(): number {
    return this.live.run?.summary.step ?? 0;
  }

  cancel() {
    this.#isCancelled = true;
  }

  /** Makes the animation, and saves it where the person wants it. @returns whether it was saved */
  async save(): Promise<boolean> {
    let isSaved = false;
    await this.task.once(async () => {
      const data = await this.#make().finally(() => (this.share = null));
      if (!data) return;
      const name = `${this.live.run?.name} animation`;
      const path = await this.#lab.files.save({ name, kind: "gif", data });
      if (path === null) return;
      this.#toasts.saved(path);
      isSaved = true;
    });
    return isSaved;
  }

  #make() {
    this.#isCancelled = false;
    this.share = 0;
    const { width, height } = sizes[this.size];
    const { rate } = this;
    const steps = framesOf(this.last, { rate, seconds: this.seconds });
    const draw = this.#drawing(width, height);
    return animatedGif({
      width,
      height,
      frames: steps.length,
      draw: (frame, context) => draw(steps[frame], context),
      delayOf: (frame) =>
        frame === steps.length - 1 ? 1000 * lastStays : 1000 / rate,
      onprogress: (share) => (this.share = share),
      isCancelled: () => this.#isCancelled,
    });
  }

  /** Draws a frame: the name and the step above the charts, which are as they are now. */
  #drawing(width: number, height: number) {
    const { live } = this;
    const { run } = live;
    if (!run) throw new Error("There is no run.");
    const charts = live.shown
      .filter(({ key }) => this.chart === allCharts || key === this.chart)
      .map((chart) => ({
        title: chart.title,
        model: chart.model(run, live),
      }));
    const palette = readPalette(document.body);
    const canvas = document.createElement("canvas");
    /** Letters of 12 pixels are drawn so many times larger. */
    const scale = width / 720;
    const [w, h] = [width / scale, height / scale];
    const head = 34;
    const each = (h - head) / charts.length;
    return (step: number, context: CanvasRenderingContext2D) => {
      context.scale(scale, scale);
      context.fillStyle = palette.paper;
      context.fillRect(0, 0, w, h);
      context.textBaseline = "middle";
      context.fillStyle = palette.ink;
      context.font = `600 14px ${family}`;
      context.textAlign = "left";
      context.fillText(run.name, 16, 18, w - 200);
      context.textAlign = "right";
      context.fillText(`Step ${count(step)}`, w - 16, 18);
      charts.forEach(({ title, model }, i) => {
        context.save();
        context.translate(16, head + i * each);
        context.textAlign = "left";
        context.textBaseline = "middle";
        context.font = `600 12px ${family}`;
        context.fillStyle = palette.muted;
        context.fillText(title, 0, 6);
        context.translate(0, 12);
        const size = { width: w - 32, height: each - 16 };
        drawChart(canvasBrush(context), model, size, palette, canvas, step);
        context.restore();
      });
    };
  }
}
