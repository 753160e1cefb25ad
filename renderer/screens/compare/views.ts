/** Saved views: how a comparison is written down, and what is taken back of it. */
import { z } from "zod";
import { alignments } from "../../../core/series/align";
import type { Choices } from "./Controller.svelte";
import { measureNames } from "./measures";

const measure = z.enum(measureNames);

const stateSchema = z.strictObject({
  screen: z.literal("compare"),
  ids: z.array(z.int()),
  choices: z.strictObject({
    alignment: z.enum(alignments),
    xLog: z.boolean(),
    yLog: z.array(measure),
    ratio: z.boolean(),
    layout: z.enum(["overlay", "grid"]),
    shown: z.array(measure),
    banded: z.boolean(),
    window: z.strictObject({ min: z.number(), max: z.number() }).nullable(),
    hidden: z.array(z.int()),
  }),
});

export interface CompareState {
  ids: number[];
  choices: Choices;
}

export function written({ ids, choices }: CompareState): unknown {
  return { screen: "compare", ids, choices };
}

/** null for a view of another screen, or one that this version cannot read. */
export function readBack(state: unknown): CompareState | null {
  const { success, data } = stateSchema.safeParse(state);
  return success ? { ids: data.ids, choices: data.choices } : null;
}
