import { count } from "../lib/format";
import { drawChart } from "../plot/line-chart";
import type { LiveController } from "../screens/live/Controller.svelte";
import { scrubberOf } from "../screens/live/Scrubber.svelte";
import type { Deck, Slide } from "./deck";

/** The charts that the page of a run shows, with their curves up to the step of the slider. */
export function runDeck(live: LiveController): Deck {
  const player = scrubberOf(live);
  /** On which the charts are laid out. */
  const canvas = document.createElement("canvas");
  return {
    player,
    get name() {
      return live.run?.name ?? "";
    },
    get slides(): Slide[] {
      const { run, held } = live;
      if (!run) return [];
      return live.shown.map((chart) => {
        const model = chart.model(run, live);
        return {
          key: chart.key,
          title: chart.title,
          draw: (brush, size, palette) =>
            drawChart(brush, model, size, palette, canvas, held),
          readings: chart.readings(run, live),
          words: chart.summary(run, live),
        };
      });
    },
    onwidth: (pixels) => live.setWidth(pixels),
    get marks() {
      const steps = live.run?.events.map(({ step }) => step) ?? [];
      const all = new Set([0, ...steps, player.last]);
      return [...all].sort((a, b) => a - b);
    },
    get place() {
      return `Step ${count(player.at)} of ${count(player.last)}`;
    },
  };
}
