/** The settings in which the compared runs differ: what they are coloured, grouped and named by. */
import type { RunRow } from "../../../core/contract/api";
import { differences } from "../../../core/experiment/diff";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { parts, wordsAt } from "../../../core/experiment/words";
import { plain } from "../../lib/format";

export type Value = string | number | null;

export interface Setting {
  /** Where it stands in the experiment file; `seed` for all the seeds of an experiment together. */
  path: string;
  /** For example "step size". */
  label: string;
  /** The same in a letter where it has one, as η. */
  symbol: string;
  isNumeric: boolean;
  /** By the id of the run. */
  values: ReadonlyMap<number, Value>;
  texts: ReadonlyMap<number, string>;
}

export const seedPath = "seed";

/** In the order of the experiment file, seeds last; several seeds that differ are one setting. */
export function settingsOf(rows: readonly RunRow[]): Setting[] {
  const specs = rows.map(({ spec }) => spec);
  const found = differences(specs);
  const isSeed = ({ path }: { path: string }) => path.endsWith(".seed");
  const seeds = found.filter(isSeed);
  const settings = found
    .filter((difference) => !isSeed(difference))
    .map(({ path, label, values }) =>
      settingOf(rows, path, label, symbolOf(path, specs) ?? label, values),
    );
  if (seeds.length === 0) return settings;
  const texts = rows.map((_, i) =>
    [...new Set(seeds.map(({ values }) => values[i]))].join(", "),
  );
  const path = seeds.length === 1 ? seeds[0].path : seedPath;
  const seed = settingOf(rows, path, "seed", "seed", texts);
  return [...settings, { ...seed, path: seedPath }];
}

function settingOf(
  rows: readonly RunRow[],
  path: string,
  label: string,
  symbol: string,
  texts: string[],
): Setting {
  const values = rows.map(({ spec }, i) => valueAt(spec, path, texts[i]));
  return {
    path,
    label,
    symbol,
    isNumeric: values.every((value) => typeof value === "number"),
    values: new Map(rows.map(({ id }, i) => [id, values[i]])),
    texts: new Map(
      rows.map(({ id }, i) => {
        const value = values[i];
        return [id, typeof value === "number" ? plain(value) : texts[i]];
      }),
    ),
  };
}

/** The number in the experiment, or the one that stands for it in words. */
function valueAt(spec: ExperimentSpec, path: string, text: string): Value {
  const raw = parts(path).reduce<unknown>(
    (part, key) => (part as Record<string, unknown> | null | undefined)?.[key],
    spec,
  );
  if (typeof raw === "number") return raw;
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function symbolOf(path: string, specs: ExperimentSpec[]): string | undefined {
  return specs.map((spec) => wordsAt(path, spec)?.symbol).find(Boolean);
}

/** What tells a run from the others, as "η = 0.05, seed = 1"; its name where no setting does. */
export function differenceLabels(
  rows: readonly RunRow[],
  settings: readonly Setting[],
): Map<number, string> {
  const short = rows.map(({ id, name }) =>
    settings.length === 0 ? name : labelOf(id, settings),
  );
  const named = rows.map(({ name }, i) =>
    isOnce(short[i], short) || settings.length === 0
      ? short[i]
      : `${short[i]}, ${name}`,
  );
  return new Map(
    rows.map(({ id }, i) => [
      id,
      isOnce(named[i], named) ? named[i] : `${named[i]} (run ${id})`,
    ]),
  );
}

/** The values of a run in some settings. */
export function labelOf(id: number, settings: readonly Setting[]): string {
  const told = settings.slice(0, most).map(({ symbol, texts }) => {
    const text = shortened(texts.get(id) ?? "");
    // Letters are mathematics, words are not.
    return symbol.length > 2 ? `${symbol} ${text}` : `${symbol} = ${text}`;
  });
  return told.join(", ") + (settings.length > most ? ", …" : "");
}

/** The values alone, where there is room for a few letters; the first settings matter most. */
export function valuesOf(id: number, settings: readonly Setting[]): string {
  return settings.map(({ texts }) => texts.get(id) ?? "").join(" · ");
}

/** More settings than this make a label too long to read. */
const most = 3;
const longest = 24;

function shortened(text: string): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest / 2 - 1)}…${text.slice(-longest / 2)}`;
}

function isOnce(text: string, all: readonly string[]): boolean {
  return all.indexOf(text) === all.lastIndexOf(text);
}
