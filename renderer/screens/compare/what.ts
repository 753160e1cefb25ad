/** What the choices stand for, given the runs that are compared. */
import { alignments, type XChoice } from "../../../core/series/align";
import { automatic, type XName } from "./choices";
import { measures, type MeasureName } from "./measures";
import { seedPath, type Setting } from "./settings";
import { hues } from "../../plot/styles";

const alignmentNames: readonly string[] = alignments;

function isMeasure(x: XName): x is MeasureName {
  return !alignmentNames.includes(x);
}

export function xChoiceOf(x: XName): XChoice {
  if (!isMeasure(x)) return x;
  const { table, column } = measures[x];
  return { table, column };
}

/**
 * The setting that colours stand for; null where each line has its own. Once there are more runs than hues,
 * that is by itself the numeric setting with the most values.
 */
export function colourSettingOf(
  settings: readonly Setting[],
  choice: string,
  runs: number,
): Setting | null {
  const chosen = settings.find(({ path }) => path === choice);
  if (chosen) return chosen;
  if (choice !== automatic || runs <= hues) return null;
  const count = ({ values }: Setting) => new Set(values.values()).size;
  return settings
    .filter(({ isNumeric, path }) => isNumeric && path !== seedPath)
    .reduce<Setting | null>(
      (most, each) => (most && count(most) >= count(each) ? most : each),
      null,
    );
}
