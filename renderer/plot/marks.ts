/** Everything of a chart besides its curves, as Chart.js plugins from back to front. */
import { axisMarks, gridMarks } from "./axis-marks";
import { crossingMarks, flagMarks, pinMarks, tickMarks } from "./flag-marks";
import { laneMarks } from "./lane-marks";
import { cursorMarks, endMarks, veilMarks } from "./reading-marks";
import { levelMarks, thresholdMarks } from "./threshold-marks";

export const marks = [
  gridMarks,
  axisMarks,
  laneMarks,
  thresholdMarks,
  // The curves are here.
  levelMarks,
  veilMarks,
  crossingMarks,
  tickMarks,
  flagMarks,
  endMarks,
  cursorMarks,
  pinMarks,
];
