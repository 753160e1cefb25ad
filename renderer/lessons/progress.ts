import { z } from "zod";

/** How far a person is in one lesson. */
export const progress = z.object({
  /** The stop on screen, from 0. */
  at: z.int().min(0).max(100),
  /** When it was begun: milliseconds since 1970, UTC. */
  since: z.number(),
  /** Stops whose task is solved. */
  solved: z.array(z.int().min(0)),
  /** Stops whose expected answer was shown. */
  told: z.array(z.int().min(0)),
  /** What was answered last, by the number of the stop. */
  answers: z.record(z.string(), z.string().max(300)),
});

export type Progress = z.output<typeof progress>;

/** What is kept of all lessons over a restart. */
export const lessonChoices = {
  /** The lesson on screen; null for none. */
  open: z.string().nullable().catch(null),
  /** Whether the notes for the teacher are shown. */
  notes: z.boolean().catch(false),
  progress: z.record(z.string(), progress).catch({}),
};

export function begun(now: number): Progress {
  return { at: 0, since: now, solved: [], told: [], answers: {} };
}
