import type {
  Setting,
  SettingValue,
} from "../../../core/experiment/sweep/setting";
import { settingsOf } from "../../../core/experiment/sweep/settings";
import type { Sweep, Values } from "../../../core/experiment/sweep/spec";
import { factorOf } from "../../../core/experiment/sweep/values";
import { withSetting } from "../../../core/experiment/sweep/expand";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { validateExperiment } from "../../../core/experiment/validate";
import { parseNumber } from "./entry";

/** One setting to vary, with its values as they are typed or ticked. */
export class SweepFactor {
  mode = $state<"list" | "range">("list");
  list = $state("");
  chosen = $state.raw<SettingValue[]>([]);
  from = $state("");
  to = $state("");
  count = $state("6");
  #scale = $state<"linear" | "log" | null>(null);

  constructor(
    readonly path: string,
    private readonly spec: () => ExperimentSpec | null,
  ) {}

  /** The setting in the experiment as it stands; undefined where that has none. */
  readonly setting: Setting | undefined = $derived.by(() => {
    const spec = this.spec();
    return spec
      ? settingsOf(spec).find(({ path }) => path === this.path)
      : undefined;
  });

  /** Step sizes differ by factors where nothing else was chosen. */
  get scale(): "linear" | "log" {
    return this.#scale ?? (this.setting?.symbol === "η" ? "log" : "linear");
  }

  set scale(scale: "linear" | "log") {
    this.#scale = scale;
  }

  /** The values of a choice with which the experiment can be run. */
  readonly choices: Setting["choices"] = $derived.by(() => {
    const [spec, setting] = [this.spec(), this.setting];
    if (!spec || !setting || setting.number) return [];
    return setting.choices.filter(
      ({ value }) =>
        value === setting.value ||
        validateExperiment(withSetting(spec, setting, value)).ok,
    );
  });

  /** Fills in the values as a sweep writes them. */
  take(values: Sweep["vary"][string]) {
    if (Array.isArray(values)) {
      this.mode = "list";
      this.list = values.map(String).join(", ");
      this.chosen = values as SettingValue[];
      return;
    }
    const { from, to, count, scale } = values;
    this.mode = "range";
    this.from = String(from);
    this.to = String(to);
    if (count !== undefined) this.count = String(count);
    this.scale = scale ?? "linear";
  }

  toggle(value: SettingValue) {
    this.chosen = this.chosen.includes(value)
      ? this.chosen.filter((other) => other !== value)
      : [...this.chosen, value];
  }

  get isEmpty(): boolean {
    if (this.setting && !this.setting.number) return this.chosen.length === 0;
    return this.mode === "list"
      ? words(this.list).length === 0
      : this.from.trim() === "" || this.to.trim() === "";
  }

  /** The first word that is no number where one is wanted. */
  get oddWord(): string | undefined {
    const isKnown = (word: string) =>
      this.setting?.choices.some(({ value }) => value === word);
    if (this.setting && !this.setting.number) return undefined;
    const all =
      this.mode === "list"
        ? words(this.list).filter((word) => !isKnown(word))
        : [this.from, this.to, this.count];
    return all.find((word) => Number.isNaN(parseNumber(word)));
  }

  /** As the sweep writes it. @param drawn whether the values are drawn from the range */
  values(drawn: boolean): Sweep["vary"][string] {
    if (this.setting && !this.setting.number)
      // In the order of the choices, however they were ticked.
      return this.choices
        .map(({ value }) => value)
        .filter((value) => this.chosen.includes(value));
    if (this.mode === "list")
      return words(this.list).map((word) => {
        const number = parseNumber(word);
        return Number.isNaN(number) ? word : number;
      });
    const [from, to, count] = [this.from, this.to, this.count].map(parseNumber);
    return { from, to, scale: this.scale, ...(!drawn && { count }) };
  }

  /** The numbers of a range one by one; none where something in it is refused. */
  get spaced(): SettingValue[] {
    if (!this.setting || this.mode !== "range" || this.oddWord) return [];
    try {
      const { values } = factorOf(this.setting, this.values(false) as Values);
      return Array.isArray(values) ? values : [];
    } catch {
      // The plan says why.
      return [];
    }
  }
}

/** What stands between commas, semicolons or spaces. */
function words(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}
