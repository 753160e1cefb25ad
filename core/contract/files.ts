/** What the window may ask of files. It names no place: a person does, in a dialog. */
import { z } from "zod";

export const saveRequest = z.strictObject({
  /** Suggested name, with or without its ending. */
  name: z
    .string("A file name must be text.")
    .max(200, "A file name must have at most 200 characters."),
  kind: z.enum(
    ["csv", "json", "png", "svg", "pdf", "gif"],
    "A file must be of the kind csv, json, png, svg, pdf or gif.",
  ),
  data: z.union(
    [z.string(), z.instanceof(Uint8Array)],
    "A file must be text or bytes.",
  ),
});

export type SaveRequest = z.output<typeof saveRequest>;

export const openKind = z.enum(
  ["experiment", "capsule", "data"],
  "Files to open must be of the kind experiment, capsule or data.",
);

export type OpenKind = z.output<typeof openKind>;
