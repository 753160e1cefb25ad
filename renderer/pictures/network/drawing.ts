import type { ClassPicture, NetworkPicture } from "../../../core/views/picture";
import type { Drawing } from "../../plot/brush";
import { curveDrawing } from "./curve-drawing";
import { mapDrawing } from "./map-drawing";
import { scatterDrawing } from "./scatter-drawing";

/** What a network does over a plane, with the names of its axes. */
export function networkDrawing(
  picture: Exclude<NetworkPicture, ClassPicture>,
): { draw: Drawing; axes: [x: string, y: string] } {
  switch (picture.kind) {
    case "curve":
      return { draw: curveDrawing(picture), axes: ["x", "f(x)"] };
    case "map":
      return { draw: mapDrawing(picture), axes: ["x₁", "x₂"] };
    case "scatter":
      return { draw: scatterDrawing(picture), axes: ["target", "f"] };
  }
}
