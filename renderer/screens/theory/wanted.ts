import type { LabError } from "../../../core/errors";
import {
  selfStabilizationSchema,
  type SelfStabilizationSpec,
} from "../../../core/experiment/analysis-spec";

/** What is asked of an analysis, as it is typed. */
export interface WantedDraft {
  /** Empty for the crossing. */
  from: string;
  steps: string;
  kick: string;
  flows: boolean;
}

/** A kick, because on symmetric problems there is nothing to see without one for a long time. */
export const firstWanted: WantedDraft = {
  from: "",
  steps: "240",
  kick: "0.5",
  flows: true,
};

/** What was typed as a request, or what is wrong with it. */
export function readWanted(
  draft: WantedDraft,
): { wanted: SelfStabilizationSpec } | { error: LabError } {
  const number = (text: string) => (text.trim() === "" ? NaN : Number(text));
  const parsed = selfStabilizationSchema.safeParse({
    from: draft.from.trim() === "" ? "crossing" : number(draft.from),
    steps: number(draft.steps),
    kick: number(draft.kick),
    flows: draft.flows,
  });
  if (parsed.success) return { wanted: parsed.data };
  const [{ message }] = parsed.error.issues;
  return { error: { code: "bad-request", message } };
}
