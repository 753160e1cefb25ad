/** What a network does at one step of a run, as numbers to be drawn. */
import type { Axis } from "./grid";

/** Of one input: the outputs along it, over the samples. */
export interface CurvePicture {
  kind: "curve";
  x: Float64Array;
  /** One column for each output, at each x. */
  outputs: Float64Array[];
  train: CurvePoints;
  test: CurvePoints | null;
}

/** Samples, one column for each target. */
export interface CurvePoints extends Extent {
  x: Float64Array;
  targets: Float64Array[];
  predicted: Float64Array[];
}

/** Of two inputs: what the network says of each place of the plane. */
export interface MapPicture {
  kind: "map";
  x: Axis;
  y: Axis;
  /** Cells in a row and in a column; row by row from the least y, each from the least x. */
  size: number;
  /** Names of the classes; null where the output is a number. */
  classes: string[] | null;
  /** The class of each cell; null without classes. */
  cells: Uint16Array | null;
  /** Of each cell the lead of its class over the next one; without classes the first output. */
  values: Float64Array;
  /** Outputs, of which the map shows the first where there are no classes. */
  outputs: number;
  train: MapPoints;
  test: MapPoints | null;
}

export interface MapPoints extends Extent {
  x: Float64Array;
  y: Float64Array;
  /** Class by its number, or the first target. */
  target: Float64Array;
  predicted: Float64Array;
}

/** Of images and tables with classes: which class the network gives to each sample. */
export interface ClassPicture {
  kind: "classes";
  classes: string[];
  train: ClassPart;
  test: ClassPart | null;
}

export interface ClassPart extends Extent {
  /** Classes by their numbers, one for each sample. */
  target: Uint16Array;
  predicted: Uint16Array;
  /** Images to look at, mistakes first, the surest ones at the front; none where inputs are no images. */
  images: SampleImage[];
  /** [height, width, channels]; null where inputs are no images. */
  shape: number[] | null;
}

export interface SampleImage {
  /** The place of the sample among those looked at. */
  index: number;
  /** In rows of (h, w, c) order, from 0 for the least number of the image to 255 for the largest. */
  pixels: Uint8Array;
}

/** Everything else: each output over its target. */
export interface ScatterPicture {
  kind: "scatter";
  train: ScatterPart;
  test: ScatterPart | null;
}

/** One column for each output. */
export interface ScatterPart extends Extent {
  targets: Float64Array[];
  predicted: Float64Array[];
}

/** How many samples were looked at, of how many there are: the first ones. */
export interface Extent {
  samples: number;
  of: number;
}

export type NetworkPicture =
  CurvePicture | MapPicture | ClassPicture | ScatterPicture;
