/** Fields that several landscapes have. */
import { z } from "zod";
import { number, numbers } from "../schema/fields";
import { named } from "../schema/words";

const help = "One number for each variable.";

export const start = numbers({ label: "Start", help }, 50);

/** The start in two variables. */
export const pair = named(
  z.tuple([number("Start"), number("Start")], {
    error: "Start must be two numbers.",
  }),
  { label: "Start", help },
);

export const matrix = (symbol: string) =>
  named(
    z
      .array(numbers("A row of the matrix", 50), {
        error: "Matrix must be a list of rows of numbers.",
      })
      .min(1, "Matrix must have at least one row.")
      .max(50, "Matrix may have at most 50 rows."),
    { label: "Matrix", symbol, help: "A symmetric matrix, one row per line." },
  );
