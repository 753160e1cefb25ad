/** What a person adds to runs: their limits, checked the same at the window and in an import. */
import { z } from "zod";
import { limits, withoutNul } from "../schema/fields";
import { jsonLength } from "../text/json-length";

const text = (what: string, max: number, min = 0) =>
  z
    .string(`${what} must be text.`)
    .trim()
    .min(min, `${what} must have at least ${min} character.`)
    .max(
      max,
      `${what} must have at most ${max.toLocaleString("en")} characters.`,
    )
    .regex(withoutNul, `${what} must not contain the character of code 0.`);

const finite = (what: string) => z.number(`${what} must be a finite number.`);

/** Each tag once, in the order in which they were given. */
const tags = z
  .array(text("A tag", 40, 1))
  .max(20, "A run may have at most 20 tags.")
  .transform((all) => [...new Set(all)]);

const colour = z
  .int("A colour must be its number in the palette, 0 to 7.")
  .min(0, "A colour must be its number in the palette, at least 0.")
  .max(7, "A colour must be its number in the palette, at most 7.")
  .nullable();

/** Only what is named changes. */
export const runChanges = z.strictObject({
  name: text("A name", limits.name, 1).exactOptional(),
  tags: tags.exactOptional(),
  /** The empty text is no project. */
  project: text("A project", 80).exactOptional(),
  /** Index into the palette of series; null for the one that the list gives it. */
  colour: colour.exactOptional(),
  notes: z
    .string("Notes must be text.")
    .max(20_000, "Notes must have at most 20,000 characters.")
    .exactOptional(),
});

export type RunChanges = z.output<typeof runChanges>;

/** Notes that stick to a point of a chart, in the units of its axes. */
export const pins = z
  .array(
    z.strictObject({
      id: text("The id of a pin", 60, 1),
      chart: z.enum(
        ["loss", "sharpness", "curvature"],
        "A pin must be on the chart loss, sharpness or curvature.",
      ),
      step: finite("The step of a pin"),
      value: finite("The value of a pin"),
      text: text("The text of a pin", 2000),
    }),
  )
  .max(200, "A run may have at most 200 pins.");

export type Pin = z.output<typeof pins>[number];

/** Ways of looking at runs, kept as the window made them; it checks what it gets back. */
export const views = z
  .array(
    z.strictObject({
      id: text("The id of a view", 60, 1),
      name: text("The name of a view", 120, 1),
      state: z
        .unknown()
        .refine(
          (state) => jsonLength(state) <= 100_000,
          "A view must be plain data of at most 100 kB and 500 levels as JSON.",
        ),
    }),
  )
  .max(200, "At most 200 views can be saved.")
  .refine(
    (all) => new Set(all.map(({ id }) => id)).size === all.length,
    "Two views must not have the same id.",
  );

export type View = z.output<typeof views>[number];
