/** Where the weights of one layer begin, in place of the scheme of the network. */
import type { Random } from "../random";
import { definitionOf, type Definition } from "../schema/definition";
import { choice } from "../schema/fields";
import {
  drawHe,
  drawUniformFanIn,
  drawXavier,
  normal,
  type Drawn,
} from "./draw";

type Draw = (shape: Drawn) => (() => number) | null;

interface LayerInit extends Definition {
  /** Whether each seed gives other weights. */
  readonly isRandom: boolean;
  /** For each array the source of its values; null leaves zeros. */
  draw(random: Random): Draw;
}

export const layerInits = [
  {
    name: "zero",
    label: "Zeros",
    synonyms: ["zeros"],
    isRandom: false,
    draw: () => () => null,
  },
  {
    name: "uniform-fan-in",
    label: "Uniform in ±1/√fan-in",
    isRandom: true,
    draw: drawUniformFanIn,
  },
  {
    name: "xavier",
    label: "Xavier, uniform",
    isRandom: true,
    draw: drawXavier,
  },
  { name: "he", label: "He, normal", isRandom: true, draw: drawHe },
  {
    /** Outputs that shrink as 1/√width at the start, as those of the last layer under μP. */
    name: "inverse-fan-in",
    label: "Normal, 1/fan-in (μP, last layer)",
    synonyms: ["mup", "mupoutput", "mupreadout"],
    isRandom: true,
    draw:
      (random) =>
      ({ kind, fanIn }) =>
        kind === "bias" ? null : normal(random, 1 / fanIn),
  },
] as const satisfies readonly LayerInit[];

export type LayerInitName = (typeof layerInits)[number]["name"];

export function layerInitOf(name: LayerInitName): LayerInit {
  return definitionOf<LayerInit>(layerInits, name);
}

/** The field of layers with weights. */
export const ownInit = choice(
  {
    label: "Starting weights",
    help: "For this layer only. With zeros in the last layer, all outputs start at 0.",
    setting: "starting weights of a layer",
    absent: "As the network's",
  },
  layerInits,
).optional();
