/** Ways out of a refusal that one press of a button can take. */
import type { FieldError } from "../../../core/errors";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { validateExperiment } from "../../../core/experiment/validate";
import { parts } from "../../../core/experiment/words";
import type { LayerSpec } from "../../../core/layers/spec";
import { plain } from "../../lib/format";
import { withLayers } from "./change";
import { parseNumber } from "./entry";
import { valueAt, withValue } from "../../../core/experiment/path";

export interface Mend {
  label: string;
  spec: ExperimentSpec;
}

/**
 * The first change near what stands there that is accepted at the refused field.
 * @param typed what was typed into the field, if it was
 * @param fallback an experiment whose value may be taken back in the end
 */
export function mend(
  spec: ExperimentSpec,
  error: FieldError,
  typed: string | undefined,
  fallback: ExperimentSpec,
): Mend | undefined {
  const { path } = error;
  const to = (value: unknown): Mend => ({
    label:
      value === undefined
        ? "Leave it out"
        : `Use ${typeof value === "number" ? plain(value) : String(value)}`,
    spec: withValue(spec, path, value),
  });
  const own = valueAt(fallback, path);
  const candidates = [
    ...guesses(typed ?? "").map(to),
    ...suggested(spec, error, to),
    ...(typeof own === "number" || typeof own === "string" ? [to(own)] : []),
  ];
  return candidates.find((candidate) => accepts(candidate.spec, path));
}

function accepts(spec: ExperimentSpec, path: string): boolean {
  const validation = validateExperiment(spec);
  return (
    validation.ok || !validation.fields.some((other) => other.path === path)
  );
}

/** Numbers that a text may have meant: a decimal comma, a fraction, a sign too much. */
function guesses(typed: string): number[] {
  const number = parseNumber(typed);
  const fraction = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(typed);
  return [
    parseNumber(typed.replace(",", ".")),
    fraction ? Number(fraction[1]) / Number(fraction[2]) : NaN,
    Math.round(number),
    -number,
  ].filter((value) => Number.isFinite(value) && value !== number);
}

/** What the refusal's own suggestion says, where that is a value. */
function suggested(
  spec: ExperimentSpec,
  { path, suggestion = "" }: FieldError,
  to: (value: unknown) => Mend,
): Mend[] {
  const layer = /^Add (\{.*\})\.$/.exec(suggestion);
  if (layer && path.startsWith("model.layers"))
    return [
      {
        label: "Add a dense layer",
        spec: withLayers(spec, (layers) => [
          ...layers,
          { bias: true, ...JSON.parse(layer[1]) } as LayerSpec,
        ]),
      },
    ];
  if (suggestion === "Make it smaller or remove it.")
    return [
      {
        label: "Take it away",
        spec: withLayers(spec, (layers) =>
          layers.filter((_, i) => i !== parts(path)[2]),
        ),
      },
    ];
  if (suggestion === "Shorten it.")
    return [to(String(valueAt(spec, path)).slice(0, 120))];
  if (suggestion.startsWith("Leave it out") || suggestion === "Remove it.")
    return [to(undefined)];
  const said =
    /^(?:Try|Use|Make both|Did you mean|Set \w+ to)(?: a number from)? "?([^\s"]+?)"?[.,?]?(?:\s.*)?$/.exec(
      suggestion,
    )?.[1];
  if (said === undefined) return [];
  const number = parseNumber(said);
  return [to(Number.isNaN(number) ? said : number)];
}
