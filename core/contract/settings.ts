/** What the lab remembers of a person's choices between two starts. */
import { z } from "zod";

/** Plain data of one screen, which checks what it gets back. */
const ofScreen = z
  .record(z.string(), z.unknown())
  .refine(
    (data) => JSON.stringify(data).length <= 20_000,
    "Settings of a screen must have at most 20 kB as JSON.",
  );

const theme = z.enum(
  ["system", "light", "dark"],
  "The theme must be system, light or dark.",
);

/** Only what is named changes. */
export const settingsChanges = z.strictObject({
  /** Name of the screen that was open; empty before the first time. */
  screen: z
    .string("A screen is named by text.")
    .max(60, "A screen must have a name of at most 60 characters.")
    .exactOptional(),
  theme: theme.exactOptional(),
  archive: ofScreen.exactOptional(),
  compare: ofScreen.exactOptional(),
});

export type SettingsChanges = z.output<typeof settingsChanges>;
export type Settings = Required<SettingsChanges>;
