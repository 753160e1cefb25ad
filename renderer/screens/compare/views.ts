/** Saved views: how a comparison is written down, and what is taken back of it. */
import { z } from "zod";
import { readChoices, type Choices } from "./choices";

const stateSchema = z.object({
  screen: z.literal("compare"),
  ids: z.array(z.int()),
  choices: z.record(z.string(), z.unknown()),
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
  return success ? { ids: data.ids, choices: readChoices(data.choices) } : null;
}
