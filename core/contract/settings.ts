/** What the lab remembers of a person's choices between two starts. */
import { z } from "zod";
import { jsonLength } from "../text/json-length";

/** Plain data of one part of the window, which checks what it gets back. */
export const ofScreen = z
  .record(z.string(), z.unknown())
  .refine(
    (data) => jsonLength(data) <= 100_000,
    "Settings of a screen must be plain data of at most 100 kB and 500 levels as JSON.",
  );

const theme = z.enum(
  ["system", "light", "dark"],
  "The theme must be system, light or dark.",
);

const run = z.int("A run is named by its number.").positive();

/** Each takes memory and cores of its own; more than this few machines have. */
export const mostEngines = 4;

/** Folders of studies that are looked after. */
export const mostStudies = 20;

/** Only what is named changes. */
export const settingsChanges = z.strictObject({
  /** Name of the screen that was open; empty before the first time. */
  screen: z
    .string("A screen is named by text.")
    .max(60, "A screen must have a name of at most 60 characters.")
    .exactOptional(),
  /** The run that was shown last. */
  run: run.nullable().exactOptional(),
  /** The runs that were compared last. */
  compared: z
    .array(run)
    .max(1000, "At most 1,000 runs can be compared.")
    .exactOptional(),
  theme: theme.exactOptional(),
  /** Runs that may be computed at the same time. */
  engines: z
    .int("Say how many runs may go at the same time: 1 to 4.")
    .min(1, "At least 1 run goes at a time.")
    .max(mostEngines, `At most ${mostEngines} runs go at the same time.`)
    .exactOptional(),
  /** Whether the system tells that all runs are over while the person is elsewhere. */
  notifications: z
    .boolean("Notifications are wanted or not: true or false.")
    .exactOptional(),
  /** The keys that a person chose for commands, by the command; null for none. */
  keys: z
    .record(
      z.string().max(40),
      z.array(z.string().min(1).max(20)).min(1).max(4).nullable(),
      "Keys are lists of names of keys, by the command that they mean.",
    )
    .exactOptional(),
  /** Whether commands have keys that are pressed without Ctrl or Alt. */
  singleKeys: z
    .boolean("Single keys are wanted or not: true or false.")
    .exactOptional(),
  archive: ofScreen.exactOptional(),
  compare: ofScreen.exactOptional(),
  lessons: ofScreen.exactOptional(),
  live: ofScreen.exactOptional(),
  sidebar: ofScreen.exactOptional(),
  figure: ofScreen.exactOptional(),
  theory: ofScreen.exactOptional(),
  /** Folders of studies on a cluster, the last one first. */
  studies: z
    .array(z.string("A folder is named by its path.").min(1).max(4096))
    .max(mostStudies, `At most ${mostStudies} studies are remembered.`)
    .exactOptional(),
});

/** The parts of the window whose choices are kept as plain data. */
export type ScreenName =
  "archive" | "compare" | "figure" | "lessons" | "live" | "sidebar" | "theory";

export type SettingsChanges = z.output<typeof settingsChanges>;
export type Settings = Required<SettingsChanges>;

/** What a person finds who has chosen nothing yet. */
export const defaultSettings: Settings = {
  screen: "",
  run: null,
  compared: [],
  theme: "system",
  engines: 1,
  notifications: true,
  keys: {},
  singleKeys: true,
  archive: {},
  compare: {},
  lessons: {},
  live: {},
  sidebar: {},
  figure: {},
  theory: {},
  studies: [],
};
