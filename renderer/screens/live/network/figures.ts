/** What the network does at a step, as figures. */
import type { NetworkView, RunRow } from "../../../../core/contract/api";
import type { NetworkPicture } from "../../../../core/views/picture";
import {
  figureOfRun,
  planeTallness,
  type FigureChoice,
  type Panel,
} from "../../../figures/figure";
import { count, counted } from "../../../lib/format";
import {
  imagesDrawing,
  imagesTallness,
} from "../../../pictures/network/images-drawing";
import { networkDrawing } from "../../../pictures/network/drawing";
import {
  networkKey,
  networkSentence,
  networkTitle,
} from "../../../pictures/network/words";
import { otherNumbers } from "./words";

/** One figure; of images one for each set of samples. None of a table without a picture. */
export function networkFigures(run: RunRow, view: NetworkView): FigureChoice[] {
  const { picture } = view;
  if (!picture) return [];
  const title = networkTitle(picture);
  return panelsOf(picture).map(({ label, panel, note }) => ({
    key: label,
    label,
    make: (version) =>
      figureOfRun(
        run,
        `${title} at step ${count(view.step)}: ${run.name}`,
        [panel],
        [
          networkSentence(picture),
          note,
          view.isSame === false ? otherNumbers : "",
        ],
        version,
      ),
  }));
}

interface Choice {
  label: string;
  panel: Panel;
  note: string;
}

function panelsOf(picture: NetworkPicture): Choice[] {
  const label = networkTitle(picture);
  if (picture.kind !== "classes") {
    const { draw, axes } = networkDrawing(picture);
    const [x, y] = axes;
    const panel = { x, y, plot: draw, tallness: planeTallness };
    return [{ label, panel, note: networkKey(picture) }];
  }
  const { classes, train, test } = picture;
  const parts = [
    ...(test ? [{ part: test, set: "test" }] : []),
    { part: train, set: "training" },
  ];
  return parts
    .filter(({ part }) => part.images.length > 0)
    .map(({ part, set }) => ({
      label: `${label} on ${set} samples`,
      panel: {
        x: "",
        y: `${counted(part.images.length, `${set} sample`)}, mistakes first`,
        plot: imagesDrawing(part, classes),
        tallness: imagesTallness(part, classes),
      },
      note: "Under an image is its class; where the network gives another one, an arrow leads to that.",
    }));
}
