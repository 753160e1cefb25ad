/** The values at the cursor, in a line of fixed height. */
import { count, counted, quantity } from "../../lib/format";
import type { ChartModel } from "../../plot/model";
import type { Reading } from "../../plot/readout";
import type { CompareController } from "./Controller.svelte";
import type { MeasureName } from "./measures";
import { xNames, type Track } from "./pictures";

/** About what one value takes, in pixels: letters of the label and the number. */
function widthOf({ label }: Track): number {
  return 7 * label.length + 64;
}

export function readingsOf(
  compare: CompareController,
  name: MeasureName,
  tracks: readonly Track[],
  model: ChartModel,
  room: number,
): Reading[] {
  const at = compare.cursor ?? model.x.max;
  const isLit = ({ members }: Track) =>
    members.some(({ row }) => compare.lit.has(row.id));
  const lit = tracks.filter(isLit);
  const told = [...lit, ...tracks.filter((track) => !isLit(track))];
  // As many as have room in a line; lit ones come first.
  let [most, free] = [0, room - 160];
  for (const track of told) {
    free -= widthOf(track);
    if (free < 0) break;
    most++;
  }
  const left = told.length - most;
  return [
    {
      label: xNames[compare.choices.x],
      value: model.x.isWhole ? count(at) : quantity(at, 4),
    },
    ...told.slice(0, most).map((track) => ({
      label: track.label,
      value: quantity(compare.valueAt(name, track, at) ?? NaN, 5),
      ink: track.ink,
    })),
    ...(most === 0 && left > 0
      ? [{ label: "", value: counted(left, "line") }]
      : left > 0
        ? [{ label: "and", value: `${count(left)} more` }]
        : []),
  ];
}
