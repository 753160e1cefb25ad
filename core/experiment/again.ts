/** An experiment once more with another step size. */
import { limits } from "../schema/fields";
import { isRunnable, type ExperimentSpec } from "./spec";
import { withSetting } from "./sweep/expand";
import type { Setting } from "./sweep/setting";
import { settingsOf } from "./sweep/settings";

export interface Again {
  /** `again-half-optimizer.stepSize` */
  id: `again-${string}`;
  /** "Again with half step size η (0.025)" */
  title: string;
  spec: ExperimentSpec;
}

const factors = [
  { word: "half", factor: 0.5 },
  { word: "double", factor: 2 },
];

/** The experiment with half and with double each of its step sizes, as far as they are allowed. */
export function againWith(spec: ExperimentSpec): Again[] {
  if (!isRunnable(spec)) return [];
  return settingsOf(spec)
    .filter(isStepSize)
    .flatMap((setting) =>
      factors.flatMap(({ word, factor }) => {
        const value = Number(setting.value) * factor;
        if (!setting.schema.safeParse(value).success) return [];
        const changed = withSetting(spec, setting, value);
        const name = nameWith(spec.name, `${setting.symbol} = ${value}`);
        return [
          {
            id: `again-${word}-${setting.path}`,
            title: `Again with ${word} ${setting.name} ${setting.symbol} (${value})`,
            spec: { ...changed, name },
          },
        ];
      }),
    );
}

function isStepSize({ path, symbol, value }: Setting): boolean {
  return (
    path.startsWith("optimizer.") && symbol === "η" && typeof value === "number"
  );
}

/** The name with the step size it now has, in place of the one that it told. */
function nameWith(name: string, ending: string): string {
  const [letter] = ending;
  const told = new RegExp(`, ${letter} = [^,]*`);
  if (told.test(name)) {
    const changed = name.replace(told, `, ${ending}`);
    if (changed.length <= limits.name) return changed;
  }
  const room = limits.name - ending.length - 2;
  return `${name.slice(0, room).trim()}, ${ending}`;
}
